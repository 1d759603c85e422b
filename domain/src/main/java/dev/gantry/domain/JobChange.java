package dev.gantry.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What somebody wants changed of a job; what is empty stays. All empty is a sign of life and nothing else. */
public record JobChange(Optional<String> name, Optional<Priority> priority, Optional<Instant> created) {

    /** Changes nothing. */
    public static final JobChange NOTHING = new JobChange(Optional.empty(), Optional.empty(), Optional.empty());

    public JobChange {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(created, "created");
    }

    public boolean isEmpty() {
        return equals(NOTHING);
    }
}
