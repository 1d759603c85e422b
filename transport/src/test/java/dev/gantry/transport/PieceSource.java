package dev.gantry.transport;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.Written;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Bytes in memory, handed out in pieces when asked, in the asking thread. */
final class PieceSource implements Source {

    private final ByteBuffer bytes;
    private final int piece;
    private boolean over;

    PieceSource(byte[] bytes, int piece) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.piece = piece;
    }

    @Override
    public Flow.Publisher<ByteBuffer> buffers() {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                for (long i = 0; i < n && !over; i++) {
                    give(subscriber);
                }
            }

            @Override
            public void cancel() {
                over = true;
            }
        });
    }

    private void give(Flow.Subscriber<? super ByteBuffer> subscriber) {
        int count = Math.min(piece, bytes.remaining());
        subscriber.onNext(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        if (!bytes.hasRemaining()) {
            over = true;
            subscriber.onComplete();
        }
    }

    @Override
    public CompletionStage<Written> writeTo(FileRange range, Set<ChecksumType> digests) {
        throw new UnsupportedOperationException("sent, never written");
    }

    @Override
    public Duration idle() {
        return Duration.ZERO;
    }

    @Override
    public void close() {
        over = true;
    }
}
