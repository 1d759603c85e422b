package dev.gantry.domain;

import java.util.Objects;
import java.util.UUID;

/** Names one bucket; a bucket deleted and made again gets another. */
public record BucketId(UUID value) implements Comparable<BucketId> {

    public BucketId {
        Objects.requireNonNull(value, "value");
    }

    /** Reads the canonical text of a UUID; refuses anything else with {@link InvalidValueException}. */
    public static BucketId parse(String text) {
        return new BucketId(Uuids.parse(text));
    }

    @Override
    public int compareTo(BucketId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
