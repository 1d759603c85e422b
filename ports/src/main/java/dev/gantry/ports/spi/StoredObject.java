package dev.gantry.ports.spi;

import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One state of one object, as its store knows it.
 *
 * @param length in bytes
 * @param record what Gantry told the store of the object, where the store could keep it
 */
public record StoredObject(
        ObjectKey key,
        VersionToken token,
        long length,
        Instant modified,
        Metadata metadata,
        Optional<ObjectRecord> record) {

    public StoredObject {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(record, "record");
    }
}
