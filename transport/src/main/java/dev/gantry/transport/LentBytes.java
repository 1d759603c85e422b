package dev.gantry.transport;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A received buffer while this thread shows it to a reader. A sender to which the reader hands on the very view that it was
 * shown keeps the bytes in that buffer, where it would have to copy any others.
 */
final class LentBytes {

    private static final FastThreadLocal<LentBytes> SHOWN = new FastThreadLocal<>();

    private final ByteBuf bytes;
    private final ByteBuffer view;
    private final int begin;
    private boolean kept;

    private LentBytes(ByteBuf bytes) {
        this.bytes = bytes;
        this.view = bytes.nioBuffer();
        this.begin = view.position();
    }

    /** Shows {@code bytes}, which stay the caller's; says whether somebody has kept any of them. */
    static boolean show(ByteBuf bytes, Consumer<ByteBuffer> reader) {
        LentBytes outer = SHOWN.get();
        LentBytes lent = new LentBytes(bytes);
        SHOWN.set(lent);
        try {
            reader.accept(lent.view);
        } finally {
            SHOWN.set(outer);
        }
        return lent.kept;
    }

    /** What {@code view} has left, for as long as the caller wants, if this thread is showing it. */
    static Optional<ByteBuf> keep(ByteBuffer view) {
        LentBytes lent = SHOWN.get();
        if (lent == null || lent.view != view) {
            return Optional.empty();
        }
        lent.kept = true;
        int index = lent.bytes.readerIndex() + view.position() - lent.begin;
        return Optional.of(lent.bytes.retainedSlice(index, view.remaining()));
    }
}
