package dev.gantry.domain;

import java.util.Objects;
import java.util.UUID;

/** Names one job, for as long as its history is kept. */
public record JobId(UUID value) implements Comparable<JobId> {

    public JobId {
        Objects.requireNonNull(value, "value");
    }

    /** Reads the canonical text of a UUID; refuses anything else with {@link InvalidValueException}. */
    public static JobId parse(String text) {
        return new JobId(Uuids.parse(text));
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
