package dev.gantry.file;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Expects of the next look at a directory what the last ones were: some microseconds where the system has names and
 * bytes in memory, milliseconds where it has to ask a disk. A look that is slow now and then, as on a thread that lost
 * its processor, changes nothing; four in a row do, and then it takes a thousand quick ones, or fewer after fewer slow
 * ones, until looks are expected to be quick again. Thread-safe.
 */
final class Quickness {

    /** Longer looks are slow. Opening and reading a file that is in memory takes a twentieth of it. */
    static final long QUICK_NANOS = 500_000;

    private static final int COST_OF_SLOW = 64;
    private static final int LEAST_SLOW = 4 * COST_OF_SLOW;
    private static final int MOST = 20 * COST_OF_SLOW;

    private final LongSupplier nanos;
    private final AtomicInteger slowness = new AtomicInteger();

    /** {@code nanos} tells the time as {@link System#nanoTime} does. */
    Quickness(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether the next look will probably be quick. */
    boolean isExpected() {
        return slowness.get() < LEAST_SLOW;
    }

    /** Looks, and learns from how long that took. */
    <T> T timed(BlockingWork.Question<T> look) throws IOException {
        long began = nanos.getAsLong();
        try {
            return look.answer();
        } finally {
            learn(nanos.getAsLong() - began > QUICK_NANOS);
        }
    }

    private void learn(boolean slow) {
        if (slow) {
            slowness.updateAndGet(before -> Math.min(MOST, before + COST_OF_SLOW));
        } else if (slowness.get() > 0) {
            slowness.updateAndGet(before -> Math.max(0, before - 1));
        }
    }
}
