package dev.gantry.spectra;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.Written;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/** One range of a {@link RangedBody}. Signals come one after the other, as that sees to. */
final class RangedPart implements Source, Flow.Subscription {

    private final RangedBody body;
    private final int number;
    private final AtomicLong demand = new AtomicLong();
    private volatile long left;
    private volatile Flow.Subscriber<? super ByteBuffer> subscriber;

    RangedPart(RangedBody body, int number, long length) {
        this.body = body;
        this.number = number;
        this.left = length;
    }

    @Override
    public Flow.Publisher<ByteBuffer> buffers() {
        return reader -> {
            body.begin(number);
            subscriber = reader;
            reader.onSubscribe(this);
        };
    }

    @Override
    public CompletionStage<Written> writeTo(FileRange range, Set<ChecksumType> digests) {
        CompletableFuture<Written> written = new CompletableFuture<>();
        buffers().subscribe(new RangeWriter(range, digests, written));
        return written;
    }

    @Override
    public void request(long count) {
        demand.accumulateAndGet(count, (has, more) -> has + more < 0 ? Long.MAX_VALUE : has + more);
        body.drain();
    }

    @Override
    public void cancel() {
        body.giveUp();
    }

    /** How many bytes of it have not been given out. */
    long left() {
        return left;
    }

    boolean wants() {
        return subscriber != null && demand.get() > 0;
    }

    /** Gives its reader what of {@code bytes} is its own; says whether it is whole now. */
    boolean take(ByteBuffer bytes) {
        int count = (int) Math.min(left, bytes.remaining());
        ByteBuffer own = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        long rest = left - count;
        left = rest;
        demand.decrementAndGet();
        subscriber.onNext(own);
        return rest == 0;
    }

    void complete() {
        subscriber.onComplete();
    }

    void fail(Throwable failure) {
        subscriber.onError(failure);
    }

    @Override
    public Duration idle() {
        return body.idle();
    }

    @Override
    public void close() {
        if (left > 0) {
            body.giveUp();
        }
    }
}
