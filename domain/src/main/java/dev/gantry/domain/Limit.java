package dev.gantry.domain;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much a store or a user may move and have worked on at a time.
 *
 * @param name of the store or the user
 * @param bandwidth in bytes a second, both directions together; as fast as it goes if empty
 * @param slots how many chunks at once; of a store the node's setting if empty, of a user any number
 */
public record Limit(Scope scope, String name, OptionalLong bandwidth, OptionalInt slots) {

    /** The least bandwidth, in bytes a second: with less, clients would take a transfer for dead. */
    public static final long MIN_BANDWIDTH = 1 << 10;

    /** The most slots. */
    public static final int MAX_SLOTS = 10_000;

    private static final int MAX_NAME = 256;

    /** Whose limit it is. */
    public enum Scope {
        STORE,
        USER
    }

    public Limit {
        Objects.requireNonNull(scope, "scope");
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new InvalidValueException("a limit is of a store or a user whose name has 1 to " + MAX_NAME
                    + " characters, not of '" + name + "'");
        }
        if (bandwidth.isPresent() && bandwidth.getAsLong() < MIN_BANDWIDTH) {
            throw new InvalidValueException(
                    "a bandwidth is at least " + MIN_BANDWIDTH + " bytes a second, not " + bandwidth.getAsLong());
        }
        if (slots.isPresent() && (slots.getAsInt() < 1 || slots.getAsInt() > MAX_SLOTS)) {
            throw new InvalidValueException("slots are 1 to " + MAX_SLOTS + ", not " + slots.getAsInt());
        }
    }

    /** No limit. */
    public static Limit none(Scope scope, String name) {
        return new Limit(scope, name, OptionalLong.empty(), OptionalInt.empty());
    }

    /** Whether it limits nothing. */
    public boolean isNone() {
        return bandwidth.isEmpty() && slots.isEmpty();
    }

    public Limit withBandwidth(OptionalLong newBandwidth) {
        return new Limit(scope, name, newBandwidth, slots);
    }

    public Limit withSlots(OptionalInt newSlots) {
        return new Limit(scope, name, bandwidth, newSlots);
    }

    /** Whether both are of the same store or user. */
    public boolean isOf(Scope other, String otherName) {
        return scope == other && name.equals(otherName);
    }
}
