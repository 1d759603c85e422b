package dev.gantry.ports.spi;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import java.time.Instant;
import java.util.Objects;

/**
 * What is about to be written. {@code id} names the half-written object too: the engine persists it before any byte, so
 * that after a crash exactly the intended leftovers are taken up or swept.
 *
 * @param replace whether an object of that name may be replaced at publication
 */
public record WriteSpec(
        ObjectKey key, ObjectId id, Instant created, BlobLayout layout, Metadata metadata, boolean replace) {

    public WriteSpec {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(metadata, "metadata");
    }
}
