package dev.gantry.glacier;

import dev.gantry.s3.Pauses;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Lets so many requests a second out, evenly and in turn; time without requests is not saved up. Thread-safe. */
final class Pace {

    private final long interval;
    private final LongSupplier nanos;
    private final Pauses pauses;
    private long last; // when the last turn was; guarded by this

    /** {@code nanos} counts like {@link System#nanoTime}. */
    Pace(int perSecond, LongSupplier nanos, Pauses pauses) {
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.nanos = nanos;
        this.pauses = pauses;
        this.last = nanos.getAsLong() - interval;
    }

    /** Completes when the next request may go out. Blocks nobody. */
    CompletionStage<Void> turn() {
        long wait = next();
        return wait <= 0 ? CompletableFuture.completedStage(null) : pauses.pause(Duration.ofNanos(wait));
    }

    private synchronized long next() {
        long now = nanos.getAsLong();
        long wait = Math.max(0, last + interval - now);
        last = now + wait;
        return wait;
    }
}
