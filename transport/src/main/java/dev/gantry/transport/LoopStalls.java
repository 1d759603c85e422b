package dev.gantry.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/**
 * How late event loops come to what is due: every 100 ms each looks how long it has overslept. A late one was busy, or the
 * machine was. Thread-safe.
 */
public final class LoopStalls {

    private static final long PERIOD_MS = 100;
    private static final int CLASSES = 14;

    private final AtomicLongArray counts = new AtomicLongArray(CLASSES);

    private LoopStalls() {}

    static LoopStalls of(EventLoopGroup loops) {
        LoopStalls stalls = new LoopStalls();
        for (EventExecutor loop : loops) {
            stalls.watch(loop);
        }
        return stalls;
    }

    private void watch(EventExecutor loop) {
        long due = loop.ticker().nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MS);
        loop.schedule(
                () -> {
                    add(Duration.ofNanos(loop.ticker().nanoTime() - due));
                    watch(loop);
                },
                PERIOD_MS,
                TimeUnit.MILLISECONDS);
    }

    void add(Duration late) {
        long millis = Math.max(0, late.toMillis());
        counts.incrementAndGet(Math.min(CLASSES - 1, Long.SIZE - Long.numberOfLeadingZeros(millis)));
    }

    /** How often a loop was less than 1 ms late, then less than 2, 4, 8 and so on; the last number has all the rest. */
    public long[] histogram() {
        return LongStream.range(0, CLASSES).map(i -> counts.get((int) i)).toArray();
    }

    /** How often a loop was late by {@code millis} or more; a power of two up to 4,096 is exact. */
    public long atLeast(long millis) {
        int first = Math.min(CLASSES - 1, Long.SIZE - Long.numberOfLeadingZeros(millis));
        return LongStream.range(first, CLASSES).map(i -> counts.get((int) i)).sum();
    }
}
