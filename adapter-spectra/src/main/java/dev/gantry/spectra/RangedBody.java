package dev.gantry.spectra;

import dev.gantry.domain.ByteRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One body that holds several ranges in a row, given out as one payload a range. They are read in their order, each to
 * its end before the next is begun; giving up one before its end gives up the body.
 */
final class RangedBody implements Flow.Subscriber<ByteBuffer> {

    private final Streamed whole;
    private final List<RangedPart> parts = new ArrayList<>();
    private final List<Payload> payloads = new ArrayList<>();

    /** How often something happened that {@link #step} has not yet seen; only one thread steps. */
    private final AtomicInteger news = new AtomicInteger();

    private volatile Flow.Subscription upstream;
    private volatile ByteBuffer arrived = ByteBuffer.allocate(0);
    private volatile Throwable end;
    /** Whether a buffer is on its way; until it is there, nothing that arrived is left. */
    private volatile boolean asked;

    private volatile int reading;

    /** Takes over {@code whole}, which is as long as the ranges together; a single one is read as it comes. */
    RangedBody(Streamed whole, List<ByteRange> ranges) {
        this.whole = whole;
        if (ranges.size() == 1) {
            payloads.add(whole);
        } else {
            ranges.forEach(this::add);
        }
    }

    private void add(ByteRange range) {
        RangedPart part = new RangedPart(this, parts.size(), range.length());
        parts.add(part);
        payloads.add(new Streamed(range.length(), part));
    }

    List<Payload> payloads() {
        return List.copyOf(payloads);
    }

    Duration idle() {
        return whole.source().idle();
    }

    void giveUp() {
        whole.close();
    }

    void close() {
        payloads.forEach(Payload::close);
        whole.close();
    }

    /** The first part asks for the body; another must wait for its turn. */
    void begin(int part) {
        if (part != reading) {
            throw new IllegalStateException("the ranges of a read are read in their order");
        }
        if (part == 0) {
            whole.source().buffers().subscribe(this);
        }
    }

    /** Goes on as far as the reader wants and bytes are there. Any thread. */
    void drain() {
        if (news.getAndIncrement() == 0) {
            do {
                step();
            } while (news.decrementAndGet() > 0);
        }
    }

    private void step() {
        while (upstream != null
                && !asked
                && reading < parts.size()
                && parts.get(reading).wants()) {
            if (arrived.hasRemaining()) {
                give(parts.get(reading));
            } else if (end != null) {
                fail(parts.get(reading), end);
            } else {
                ask();
            }
        }
    }

    /** The next part's turn comes before this one's reader hears of the end; behind the last, the body's end is read. */
    private void give(RangedPart part) {
        if (part.take(arrived)) {
            reading++;
            part.complete();
            if (reading == parts.size()) {
                ask();
            }
        }
    }

    private void fail(RangedPart part, Throwable failure) {
        reading = parts.size();
        part.fail(failure);
    }

    private void ask() {
        asked = true;
        upstream.request(1);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        upstream = given;
        drain();
    }

    /** The bytes are copied: those of a later part outlive this call. */
    @Override
    public void onNext(ByteBuffer bytes) {
        arrived = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        asked = false;
        drain();
    }

    @Override
    public void onError(Throwable failure) {
        end = failure;
        asked = false;
        drain();
    }

    @Override
    public void onComplete() {
        long missing = parts.stream().mapToLong(RangedPart::left).sum();
        onError(new TruncatedException(whole.length(), whole.length() - missing));
    }
}
