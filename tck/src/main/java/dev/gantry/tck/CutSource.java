package dev.gantry.tck;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.payload.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * A stream of the bytes of another payload that may end too early, as a connection does. Buffers and file slices can be
 * streamed. Everything happens on the caller's thread.
 */
public final class CutSource implements Source {

    private static final int PIECE = 8192;

    private final Payload bytes;
    private final long delivered;

    private CutSource(Payload bytes, long delivered) {
        this.bytes = bytes;
        this.delivered = delivered;
    }

    /** All of {@code bytes}, which are taken over. */
    public static Streamed whole(Payload bytes) {
        return cut(bytes, bytes.length());
    }

    /** Announces all of {@code bytes}, which are taken over, and ends after {@code delivered} of them. */
    public static Streamed cut(Payload bytes, long delivered) {
        return new Streamed(bytes.length(), new CutSource(bytes, Math.min(delivered, bytes.length())));
    }

    @Override
    public Flow.Publisher<ByteBuffer> buffers() {
        return subscriber -> subscriber.onSubscribe(new Delivery(subscriber));
    }

    @Override
    public CompletionStage<Written> writeTo(FileRange range, Set<ChecksumType> types) {
        Digests digests = new Digests(types);
        try {
            for (long at = 0; at < delivered; at += PIECE) {
                ByteBuffer piece = piece(at);
                digests.update(piece);
                write(range, at, piece);
            }
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return delivered < bytes.length()
                ? CompletableFuture.failedFuture(new TruncatedException(bytes.length(), delivered))
                : CompletableFuture.completedFuture(new Written(delivered, digests.finish()));
    }

    private static void write(FileRange range, long at, ByteBuffer piece) throws IOException {
        long position = range.position() + at;
        while (piece.hasRemaining()) {
            position += range.channel().write(piece, position);
        }
    }

    private ByteBuffer piece(long at) throws IOException {
        return PayloadBytes.read(bytes, at, (int) Math.min(PIECE, delivered - at));
    }

    /** Never: the bytes are at hand. */
    @Override
    public Duration idle() {
        return Duration.ZERO;
    }

    @Override
    public void close() {
        bytes.close();
    }

    /** One subscriber's pace. */
    private final class Delivery implements Flow.Subscription {

        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private long at;
        private long wanted;
        private boolean delivering;
        private boolean ended;

        Delivery(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public synchronized void request(long n) {
            wanted += n;
            if (delivering) {
                return;
            }
            delivering = true;
            try {
                deliver();
            } catch (IOException e) {
                ended = true;
                subscriber.onError(e);
            }
            delivering = false;
        }

        private void deliver() throws IOException {
            while (!ended && wanted > 0 && at < delivered) {
                ByteBuffer piece = piece(at);
                at += piece.remaining();
                wanted--;
                subscriber.onNext(piece);
            }
            if (!ended && at == delivered) {
                ended = true;
                end();
            }
        }

        private void end() {
            if (delivered < bytes.length()) {
                subscriber.onError(new TruncatedException(bytes.length(), delivered));
            } else {
                subscriber.onComplete();
            }
        }

        @Override
        public synchronized void cancel() {
            ended = true;
        }
    }
}
