package dev.gantry.domain;

import java.util.Objects;

/**
 * A medium at one moment.
 *
 * @param used how many bytes were written to it
 * @param capacity how many bytes it can hold
 * @param mounts how often it was put into a drive
 */
public record MediumState(Medium medium, Place place, long used, long capacity, long mounts) {

    public MediumState {
        Objects.requireNonNull(medium, "medium");
        Objects.requireNonNull(place, "place");
        if (used < 0 || capacity < used || mounts < 0) {
            throw new InvalidValueException(
                    "no medium: " + used + " of " + capacity + " bytes used, mounted " + mounts + " times");
        }
    }

    /** Where a medium is. */
    public enum Place {
        SLOT,
        DRIVE,
        /** Outside of its library. */
        EJECTED
    }

    public boolean isEjected() {
        return place == Place.EJECTED;
    }
}
