package dev.gantry.transport;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;

/** A pipe that carries pages from one socket to another, and how many bytes lie in it. For one thread at a time. */
final class Pipe {

    private final FileDescriptor out;
    private final FileDescriptor in;
    private final int capacity;
    private long held;

    private Pipe(FileDescriptor out, FileDescriptor in, int capacity) {
        this.out = out;
        this.in = in;
        this.capacity = capacity;
    }

    /** A pipe of {@code bytes}. Fails where the system gives less (docs/transport.md, Splice). */
    static Pipe of(int bytes) throws IOException {
        FileDescriptor[] ends = FileDescriptor.pipe();
        Pipe pipe = new Pipe(ends[0], ends[1], bytes);
        try {
            if (LinuxCalls.resize(ends[1], bytes) < bytes) {
                throw new IOException("the system gives smaller pipes only");
            }
            return pipe;
        } catch (IOException | RuntimeException e) {
            pipe.close();
            throw e;
        }
    }

    long held() {
        return held;
    }

    /** Takes up to {@code most} bytes from a socket; as {@link LinuxCalls#splice}. */
    long fill(FileDescriptor from, long most) throws IOException {
        long moved = LinuxCalls.splice(from, in, Math.min(most, capacity));
        held += Math.max(0, moved);
        return moved;
    }

    /** Gives what it holds to a socket; as {@link LinuxCalls#splice}. */
    long drain(FileDescriptor to) throws IOException {
        long moved = LinuxCalls.splice(out, to, held);
        held -= Math.max(0, moved);
        return moved;
    }

    void close() {
        close(out);
        close(in);
    }

    /** Nothing is lost by a descriptor whose end fails. */
    static void close(FileDescriptor descriptor) {
        try {
            descriptor.close();
        } catch (IOException e) {
            // the descriptor is gone all the same
        }
    }
}
