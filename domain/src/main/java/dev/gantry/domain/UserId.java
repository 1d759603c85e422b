package dev.gantry.domain;

import java.util.Objects;
import java.util.UUID;

/** Names one user of a node. */
public record UserId(UUID value) implements Comparable<UserId> {

    public UserId {
        Objects.requireNonNull(value, "value");
    }

    /** Reads the canonical text of a UUID; refuses anything else with {@link InvalidValueException}. */
    public static UserId parse(String text) {
        return new UserId(Uuids.parse(text));
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
