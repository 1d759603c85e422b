package dev.gantry.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * When a job ended and, unless it simply completed, why.
 *
 * @param timedOut whether it ended because its client was silent for too long
 */
public record Ending(Instant at, Optional<String> reason, boolean timedOut) {

    public Ending {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(reason, "reason");
    }

    /** An end that no silence brought about. */
    public Ending(Instant at, Optional<String> reason) {
        this(at, reason, false);
    }
}
