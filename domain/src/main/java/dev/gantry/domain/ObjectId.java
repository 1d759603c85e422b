package dev.gantry.domain;

import java.util.Objects;
import java.util.UUID;

/** Names one state of one object: overwriting an object gives it another. Spectra S3 calls it VersionId. */
public record ObjectId(UUID value) implements Comparable<ObjectId> {

    public ObjectId {
        Objects.requireNonNull(value, "value");
    }

    /** Reads the canonical text of a UUID; refuses anything else with {@link InvalidValueException}. */
    public static ObjectId parse(String text) {
        return new ObjectId(Uuids.parse(text));
    }

    @Override
    public int compareTo(ObjectId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
