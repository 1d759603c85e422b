package dev.gantry.transport;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** A body's bytes as a publisher; on the event loop but for {@link #request} and {@link #cancel}. */
final class BodySubscription implements Flow.Subscription, BodyConsumer {

    private final BodySource source;
    private final BytesMoved moved;
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private long requested;
    private boolean done;

    BodySubscription(BodySource source, BytesMoved moved, Flow.Subscriber<? super ByteBuffer> subscriber) {
        this.source = source;
        this.moved = moved;
        this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
        source.runOnLoop(() -> {
            if (n <= 0) {
                failed(new IOException("a subscriber must ask for at least one buffer, not " + n));
                return;
            }
            boolean waiting = requested > 0;
            requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
            if (!waiting && !done) {
                source.demand();
            }
        });
    }

    @Override
    public void cancel() {
        source.runOnLoop(() -> done = true);
        source.close();
    }

    @Override
    public void bytes(ByteBuf bytes) {
        try {
            requested--;
            boolean kept = !done && LentBytes.show(bytes, subscriber::onNext);
            moved.add(kept ? BytesMoved.Path.DIRECT : BytesMoved.Path.COPIED, bytes.readableBytes());
        } finally {
            bytes.release();
        }
        if (requested > 0 && !done) {
            source.demand();
        }
    }

    @Override
    public void end() {
        if (!done) {
            done = true;
            subscriber.onComplete();
        }
    }

    @Override
    public void failed(IOException why) {
        if (!done) {
            done = true;
            subscriber.onError(why);
        }
    }
}
