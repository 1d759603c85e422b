package dev.gantry.lab.s3;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A restore and the copy that comes of it.
 *
 * @param ready when the copy is there
 * @param until when it ends: a midnight in UTC
 */
record RestoredCopy(ArchiveTier tier, Instant ready, Instant until) {

    /** A restore that begins now; its copy lives for whole days from when it is there. */
    static RestoredCopy begun(ArchiveTier tier, Instant now, Duration latency, int days) {
        Instant ready = now.plus(latency);
        return new RestoredCopy(tier, ready, end(ready, days));
    }

    /** The midnight behind so many days from {@code from}. */
    private static Instant end(Instant from, int days) {
        return from.plus(days, ChronoUnit.DAYS)
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .plusDays(1)
                .atTime(LocalTime.MIDNIGHT)
                .toInstant(ZoneOffset.UTC);
    }

    boolean isRunning(Instant now) {
        return now.isBefore(ready);
    }

    boolean hasEnded(Instant now) {
        return !now.isBefore(until);
    }

    boolean isReadable(Instant now) {
        return !isRunning(now) && !hasEnded(now);
    }

    /** The same copy, living for so many days from now: longer or shorter than before. */
    RestoredCopy renewed(Instant now, int days) {
        return new RestoredCopy(tier, ready, end(now, days));
    }

    /** The same restore at a faster tier; how long its copy lives stays as it was asked for. */
    RestoredCopy faster(ArchiveTier other, Instant now, Duration latency) {
        Instant sooner = now.plus(latency);
        return new RestoredCopy(other, sooner.isBefore(ready) ? sooner : ready, until);
    }
}
