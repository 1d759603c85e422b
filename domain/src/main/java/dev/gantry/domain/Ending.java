package dev.gantry.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** When a job ended and, unless it simply completed, why. */
public record Ending(Instant at, Optional<String> reason) {

    public Ending {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(reason, "reason");
    }
}
