package dev.gantry.ports.payload;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Bytes in memory. The views are valid until the payload is closed. */
public final class Buffers extends Payload {

    private final List<ByteBuffer> views;
    private final long length;
    private final Runnable onClose;

    /** Leases {@code views} from their position to their limit; {@code onClose} runs once, at close. */
    public Buffers(List<ByteBuffer> views, Runnable onClose) {
        this.views = each(views, ByteBuffer::slice);
        long sum = 0;
        for (ByteBuffer view : this.views) {
            sum += view.remaining();
        }
        this.length = sum;
        this.onClose = onClose;
    }

    /** Bytes that nobody needs back. */
    public static Buffers of(byte[] bytes) {
        return new Buffers(List.of(ByteBuffer.wrap(bytes)), () -> {});
    }

    /** Fresh views of all bytes, in order, to read from. */
    public List<ByteBuffer> views() {
        return each(views, ByteBuffer::duplicate);
    }

    /** Most payloads in memory have one view: no stream for it. */
    private static List<ByteBuffer> each(List<ByteBuffer> views, UnaryOperator<ByteBuffer> change) {
        return views.size() == 1
                ? List.of(change.apply(views.get(0)))
                : views.stream().map(change).toList();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public <T> T fold(
            Function<? super Buffers, ? extends T> buffers,
            Function<? super FileSlice, ? extends T> slice,
            Function<? super Streamed, ? extends T> streamed) {
        return buffers.apply(this);
    }

    @Override
    void release() {
        onClose.run();
    }
}
