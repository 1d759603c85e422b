package dev.gantry.engine;

import java.time.Duration;
import java.util.Optional;

/** How long grants take that somebody waits for: the mean of the last ones, older ones counting less and less. */
final class GrantPace {

    /** The part of a new one in the mean. */
    private static final double NEW = 0.125;

    private boolean measuring;
    private boolean measured;
    private long last;
    private double meanNanos;

    /** A grant was made at {@code nanos}; whether somebody still waits. */
    void granted(long nanos, boolean someoneWaits) {
        if (measuring) {
            double took = (double) (nanos - last);
            meanNanos = measured ? meanNanos + NEW * (took - meanNanos) : took;
            measured = true;
        }
        last = nanos;
        measuring = someoneWaits;
    }

    /** About how long so many grants take; empty before one was measured. */
    Optional<Duration> timeOf(long grants) {
        return measured ? Optional.of(Duration.ofNanos((long) (meanNanos * grants))) : Optional.empty();
    }
}
