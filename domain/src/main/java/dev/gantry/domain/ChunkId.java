package dev.gantry.domain;

import java.util.Objects;
import java.util.UUID;

/** Names one chunk of one job. */
public record ChunkId(UUID value) implements Comparable<ChunkId> {

    public ChunkId {
        Objects.requireNonNull(value, "value");
    }

    /** Reads the canonical text of a UUID; refuses anything else with {@link InvalidValueException}. */
    public static ChunkId parse(String text) {
        return new ChunkId(Uuids.parse(text));
    }

    @Override
    public int compareTo(ChunkId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
