package dev.gantry.ports.payload;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/** Bytes in memory. The views are valid until the payload is closed. */
public final class Buffers extends Payload {

    private final List<ByteBuffer> views;
    private final long length;
    private final Runnable onClose;

    /** Leases {@code views} from their position to their limit; {@code onClose} runs once, at close. */
    public Buffers(List<ByteBuffer> views, Runnable onClose) {
        this.views = views.stream().map(ByteBuffer::slice).toList();
        this.length = this.views.stream().mapToLong(ByteBuffer::remaining).sum();
        this.onClose = onClose;
    }

    /** Bytes that nobody needs back. */
    public static Buffers of(byte[] bytes) {
        return new Buffers(List.of(ByteBuffer.wrap(bytes)), () -> {});
    }

    /** Fresh views of all bytes, in order, to read from. */
    public List<ByteBuffer> views() {
        return views.stream().map(ByteBuffer::duplicate).toList();
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
