package dev.gantry.ports.spi;

import dev.gantry.domain.Availability;
import dev.gantry.domain.Extent;
import java.util.List;
import java.util.Objects;

/**
 * Where bytes of one object are, and whether they can be read.
 *
 * @param extents the media that they lie on, in order of the object's bytes; empty where the store names none
 */
public record Residency(Availability availability, List<Extent> extents) {

    public Residency {
        Objects.requireNonNull(availability, "availability");
        extents = List.copyOf(extents);
    }

    /** Whether the bytes can be read now. */
    public boolean isOnline() {
        return availability instanceof Availability.Online;
    }
}
