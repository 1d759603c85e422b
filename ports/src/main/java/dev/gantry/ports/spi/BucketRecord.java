package dev.gantry.ports.spi;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.UserId;
import java.time.Instant;
import java.util.Objects;

/**
 * What is known of a bucket.
 *
 * @param replace whether objects may be overwritten: versioning KEEP_LATEST, against NONE
 */
public record BucketRecord(BucketId id, BucketName name, Instant created, UserId owner, boolean replace) {

    public BucketRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(owner, "owner");
    }
}
