package dev.gantry.transport;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The few calls of Linux that Java has no name for, by {@code java.lang.foreign}, which JDK 22 and later have and this
 * class is not compiled against (ADR 24): its names are looked up once, when the class is first used.
 */
final class LinuxCalls {

    /** No bytes could be moved just now. */
    static final long WOULD_BLOCK = -1;

    private static final int DUPLICATE = 1030; // F_DUPFD_CLOEXEC, linux/fcntl.h
    private static final int SET_PIPE_SIZE = 1031; // F_SETPIPE_SZ
    private static final int MOVE_WITHOUT_BLOCKING = 3; // SPLICE_F_MOVE | SPLICE_F_NONBLOCK
    private static final int LOOK_WITHOUT_BLOCKING = 0x42; // MSG_PEEK | MSG_DONTWAIT
    private static final int INTERRUPTED = 4; // EINTR
    private static final int AGAIN = 11; // EAGAIN

    private static final MethodHandle SPLICE;
    private static final MethodHandle FCNTL;
    private static final MethodHandle RECV;
    private static final MethodHandle SEGMENT_OF;
    private static final Optional<String> MISSING;

    static {
        MethodHandle splice = null;
        MethodHandle fcntl = null;
        MethodHandle recv = null;
        MethodHandle segmentOf = null;
        Optional<String> missing = Optional.empty();
        try {
            Foreign foreign = new Foreign();
            splice = foreign.call(
                    "splice", 6, long.class, int.class, long.class, int.class, long.class, long.class, int.class);
            fcntl = foreign.call("fcntl", 2, int.class, int.class, int.class, int.class);
            recv = foreign.call("recv", 4, long.class, int.class, long.class, long.class, int.class);
            segmentOf = foreign.segmentOf();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
            missing = Optional.of("Java " + Runtime.version().feature() + " cannot call the system: " + cause);
        }
        SPLICE = splice;
        FCNTL = fcntl;
        RECV = recv;
        SEGMENT_OF = segmentOf;
        MISSING = missing;
    }

    /** Where a call of this thread leaves its error number. */
    private static final ThreadLocal<Errno> ERRNO = ThreadLocal.withInitial(Errno::new);

    private LinuxCalls() {}

    /** Why nothing here can be called; empty where it can. */
    static Optional<String> missing() {
        return MISSING;
    }

    /**
     * Moves up to {@code count} bytes between a pipe and a socket within the kernel. Gives how many, 0 at the end of
     * what is read, or {@link #WOULD_BLOCK}: then nothing was there, or had room.
     */
    static long splice(FileDescriptor from, FileDescriptor to, long count) throws IOException {
        Errno errno = ERRNO.get();
        long moved;
        do {
            moved = splice(errno, from.intValue(), to.intValue(), count);
        } while (moved < 0 && errno.number() == INTERRUPTED);
        return checked("splice", moved, errno);
    }

    /** Copies up to {@code count} bytes to {@code address} that stay where they are; gives what {@link #splice} gives. */
    static long peek(FileDescriptor from, long address, long count) throws IOException {
        Errno errno = ERRNO.get();
        long seen;
        do {
            seen = recv(errno, from.intValue(), address, count);
        } while (seen < 0 && errno.number() == INTERRUPTED);
        return checked("recv", seen, errno);
    }

    private static long checked(String call, long result, Errno errno) throws IOException {
        if (result < 0 && errno.number() != AGAIN) {
            throw new IOException(call + " failed: " + name(errno.number()));
        }
        return result < 0 ? WOULD_BLOCK : result;
    }

    /** Another descriptor of the same open file or socket; the caller closes it. */
    static FileDescriptor duplicate(FileDescriptor of) throws IOException {
        return new FileDescriptor(control(of, DUPLICATE, 0));
    }

    /** Asks for a pipe of {@code bytes}; gives what it then has. */
    static int resize(FileDescriptor pipe, int bytes) throws IOException {
        return control(pipe, SET_PIPE_SIZE, bytes);
    }

    private static long splice(Errno errno, int from, int to, long count) {
        try {
            return (long) SPLICE.invokeExact(errno.segment, from, 0L, to, 0L, count, MOVE_WITHOUT_BLOCKING);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static long recv(Errno errno, int from, long address, long count) {
        try {
            return (long) RECV.invokeExact(errno.segment, from, address, count, LOOK_WITHOUT_BLOCKING);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static int control(FileDescriptor file, int command, int argument) throws IOException {
        Errno errno = ERRNO.get();
        int result = control(errno, file.intValue(), command, argument);
        if (result < 0) {
            throw new IOException("fcntl " + command + " failed: " + name(errno.number()));
        }
        return result;
    }

    private static int control(Errno errno, int file, int command, int argument) {
        try {
            return (int) FCNTL.invokeExact(errno.segment, file, command, argument);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(int error) {
        return switch (error) {
            case 1 -> "not permitted (EPERM)";
            case 9 -> "the descriptor is closed (EBADF)";
            case 12 -> "no memory (ENOMEM)";
            case 24 -> "too many open files (EMFILE)";
            case 32 -> "the far side reads no more (EPIPE)";
            case 104 -> "the far side reset the connection (ECONNRESET)";
            case 110 -> "the connection timed out (ETIMEDOUT)";
            default -> "error " + error;
        };
    }

    private static final class Errno {

        private final ByteBuffer bytes = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        private final Object segment;

        Errno() {
            try {
                segment = (Object) SEGMENT_OF.invokeExact(bytes);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        int number() {
            return bytes.getInt(0);
        }
    }

    /** Names of java.lang.foreign. */
    private static final class Foreign {

        private static final String PACKAGE = "java.lang.foreign.";

        private final Class<?> linkerType = named("Linker");
        private final Class<?> segmentType = named("MemorySegment");
        private final Class<?> layoutType = named("MemoryLayout");
        private final Class<?> optionType = named("Linker$Option");
        private final Class<?> descriptorType = named("FunctionDescriptor");
        private final Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        private final Object symbols = linkerType.getMethod("defaultLookup").invoke(linker);

        Foreign() throws ReflectiveOperationException {}

        /** A call that takes a place for its error number before what the system's takes. */
        MethodHandle call(String name, int fixed, Class<?> result, Class<?>... arguments)
                throws ReflectiveOperationException {
            Object address = ((Optional<?>) named("SymbolLookup")
                            .getMethod("find", String.class)
                            .invoke(symbols, name))
                    .orElseThrow(() -> new NoSuchMethodException(name));
            MethodHandle handle = (MethodHandle) linkerType
                    .getMethod("downcallHandle", segmentType, descriptorType, optionType.arrayType())
                    .invoke(linker, address, descriptor(result, arguments), options(fixed, arguments.length));
            MethodType type = MethodType.methodType(result, arguments).insertParameterTypes(0, Object.class);
            return handle.asType(type);
        }

        MethodHandle segmentOf() throws ReflectiveOperationException {
            MethodType buffer = MethodType.methodType(segmentType, java.nio.Buffer.class);
            return MethodHandles.publicLookup()
                    .findStatic(segmentType, "ofBuffer", buffer)
                    .asType(MethodType.methodType(Object.class, ByteBuffer.class));
        }

        private Object descriptor(Class<?> result, Class<?>... arguments) throws ReflectiveOperationException {
            Object layouts = Array.newInstance(layoutType, arguments.length);
            for (int i = 0; i < arguments.length; i++) {
                Array.set(layouts, i, layout(arguments[i]));
            }
            return descriptorType
                    .getMethod("of", layoutType, layouts.getClass())
                    .invoke(null, layout(result), layouts);
        }

        private Object layout(Class<?> type) throws ReflectiveOperationException {
            return named("ValueLayout")
                    .getField(type == int.class ? "JAVA_INT" : "JAVA_LONG")
                    .get(null);
        }

        private Object options(int fixed, int all) throws ReflectiveOperationException {
            Object errno = optionType
                    .getMethod("captureCallState", String[].class)
                    .invoke(null, (Object) new String[] {"errno"});
            Object variadic =
                    optionType.getMethod("firstVariadicArg", int.class).invoke(null, fixed);
            Object[] used = fixed < all ? new Object[] {errno, variadic} : new Object[] {errno};
            Object options = Array.newInstance(optionType, used.length);
            for (int i = 0; i < used.length; i++) {
                Array.set(options, i, used[i]);
            }
            return options;
        }

        private static Class<?> named(String name) throws ClassNotFoundException {
            return Class.forName(PACKAGE + name);
        }
    }
}
