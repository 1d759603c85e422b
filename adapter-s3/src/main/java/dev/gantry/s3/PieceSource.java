package dev.gantry.s3;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.payload.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;

/** The bytes of a payload at hand as a stream of pieces, each read when it is asked for. */
final class PieceSource implements Source {

    private static final int PIECE = 256 << 10;

    /** Where the next piece comes from; none at the end. */
    @FunctionalInterface
    private interface Pieces {
        ByteBuffer next() throws IOException;
    }

    private final Payload payload;
    private final Pieces pieces;
    private final Executor executor;

    private PieceSource(Payload payload, Pieces pieces, Executor executor) {
        this.payload = payload;
        this.pieces = pieces;
        this.executor = executor;
    }

    /** The source of any payload, which stays the caller's to close; {@code blocking} reads files. */
    static Source of(Payload payload, Executor blocking) {
        return payload.<Source>fold(
                buffers -> new PieceSource(buffers, of(buffers), Runnable::run),
                slice -> new PieceSource(slice, of(slice), blocking),
                streamed -> streamed.source());
    }

    private static Pieces of(Buffers buffers) {
        Queue<ByteBuffer> views = new ArrayDeque<>(buffers.views());
        return () -> {
            while (!views.isEmpty() && !views.peek().hasRemaining()) {
                views.remove();
            }
            if (views.isEmpty()) {
                return ByteBuffer.allocate(0);
            }
            ByteBuffer view = views.peek();
            ByteBuffer piece = view.slice(view.position(), Math.min(PIECE, view.remaining()));
            view.position(view.position() + piece.remaining());
            return piece;
        };
    }

    private static Pieces of(FileSlice slice) {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(PIECE, slice.length()));
        long[] done = {0};
        return () -> {
            buffer.clear().limit((int) Math.min(buffer.capacity(), slice.length() - done[0]));
            while (buffer.hasRemaining()) {
                if (slice.channel().read(buffer, slice.position() + done[0] + buffer.position()) < 0) {
                    throw new TruncatedException(slice.length(), done[0] + buffer.position());
                }
            }
            done[0] += buffer.position();
            return buffer.flip();
        };
    }

    @Override
    public Flow.Publisher<ByteBuffer> buffers() {
        return subscriber -> subscriber.onSubscribe(new Delivery(subscriber));
    }

    /** Nobody writes a payload at hand through its pieces. */
    @Override
    public CompletionStage<Written> writeTo(FileRange range, Set<ChecksumType> digests) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("a body for S3 is sent, not written"));
    }

    @Override
    public Duration idle() {
        return Duration.ZERO;
    }

    @Override
    public void close() {
        payload.close();
    }

    /** One reader, which asks for one piece after the other. */
    private final class Delivery implements Flow.Subscription {

        private final Flow.Subscriber<? super ByteBuffer> reader;
        private volatile boolean over;

        Delivery(Flow.Subscriber<? super ByteBuffer> reader) {
            this.reader = reader;
        }

        @Override
        public void request(long count) {
            try {
                executor.execute(this::deliver);
            } catch (RejectedExecutionException e) {
                fail(new IOException("the store is closed", e));
            }
        }

        private void deliver() {
            if (over) {
                return;
            }
            try {
                ByteBuffer piece = pieces.next();
                if (piece.hasRemaining()) {
                    reader.onNext(piece);
                } else {
                    over = true;
                    reader.onComplete();
                }
            } catch (IOException e) {
                fail(e);
            }
        }

        private void fail(IOException why) {
            over = true;
            reader.onError(why);
        }

        @Override
        public void cancel() {
            over = true;
        }
    }
}
