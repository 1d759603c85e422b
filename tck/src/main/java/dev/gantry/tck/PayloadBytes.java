package dev.gantry.tck;

import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** The bytes of a payload in memory, for tests. */
public final class PayloadBytes {

    private PayloadBytes() {}

    /** All bytes. Closes the payload. A stream that fails throws a {@link java.util.concurrent.CompletionException}. */
    public static byte[] of(Payload payload) {
        try (payload) {
            return payload.fold(PayloadBytes::all, PayloadBytes::all, PayloadBytes::drain);
        }
    }

    private static byte[] all(Payload payload) {
        try {
            ByteBuffer bytes = read(payload, 0, (int) payload.length());
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] drain(Streamed payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CompletableFuture<Void> end = new CompletableFuture<>();
        payload.source().buffers().subscribe(new Collector(bytes, end));
        Await.await(end);
        return bytes.toByteArray();
    }

    /** {@code length} bytes from {@code offset} on, of a payload that is no stream and stays open. */
    static ByteBuffer read(Payload payload, long offset, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        if (payload instanceof FileSlice slice) {
            readFile(slice, offset, into);
        } else if (payload instanceof Buffers buffers) {
            readBuffers(buffers, offset, into);
        } else {
            throw new IllegalArgumentException("a stream can be read once only");
        }
        return into.flip();
    }

    private static void readFile(FileSlice slice, long offset, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (slice.channel().read(into, slice.position() + offset + into.position()) < 0) {
                throw new EOFException(slice.path() + " ends too early");
            }
        }
    }

    private static void readBuffers(Buffers buffers, long offset, ByteBuffer into) {
        long skip = offset;
        for (ByteBuffer view : buffers.views()) {
            int skipped = (int) Math.min(skip, view.remaining());
            skip -= skipped;
            int taken = Math.min(view.remaining() - skipped, into.remaining());
            into.put(view.slice(skipped, taken));
        }
    }

    private record Collector(ByteArrayOutputStream bytes, CompletableFuture<Void> end)
            implements Flow.Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }
    }
}
