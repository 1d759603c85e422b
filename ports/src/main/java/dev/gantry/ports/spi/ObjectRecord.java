package dev.gantry.ports.spi;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What Gantry knows of an object beyond what any store does.
 *
 * @param blobs the checksums of each blob, in order of offset
 */
public record ObjectRecord(ObjectId id, Instant created, BlobLayout layout, List<Checksums> blobs) {

    public ObjectRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(created, "created");
        blobs = List.copyOf(blobs);
        if (blobs.size() != layout.count()) {
            throw new InvalidValueException(
                    "checksums of " + blobs.size() + " blobs for an object of " + layout.count());
        }
    }
}
