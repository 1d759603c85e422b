package dev.gantry.s3;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.transport.Headers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A bucket between Gantry and the header fields of the object that stands for it. */
record BucketHeaders(StoreId store) {

    /** Who owns the buckets that Gantry did not make. */
    static final UserId NOBODY = new UserId(new UUID(0, 0));

    private static final String OWN = MetadataHeaders.PREFIX + MetadataHeaders.OWN;
    private static final String ID = OWN + "id";
    private static final String CREATED = OWN + "created";
    private static final String OWNER = OWN + "owner";
    private static final String REPLACE = OWN + "replace";

    static void write(BucketRecord bucket, S3Call call) {
        call.header(ID, bucket.id().toString())
                .header(CREATED, bucket.created().toString())
                .header(OWNER, bucket.owner().toString())
                .header(REPLACE, String.valueOf(bucket.replace()));
    }

    /** What the fields say; where they cannot be read, the bucket is nobody's, and {@code made} is when it was made. */
    BucketRecord read(BucketName name, Headers headers, Optional<Instant> made) {
        try {
            return new BucketRecord(
                    BucketId.parse(headers.first(ID).orElse("")),
                    name,
                    Instant.parse(headers.first(CREATED).orElse("")),
                    UserId.parse(headers.first(OWNER).orElse("")),
                    Boolean.parseBoolean(headers.first(REPLACE).orElse("true")));
        } catch (InvalidValueException | DateTimeException e) {
            return foreign(name, made.orElse(Instant.EPOCH));
        }
    }

    /** A bucket that Gantry did not make. */
    BucketRecord foreign(BucketName name, Instant made) {
        String derived = store + "\0" + name;
        return new BucketRecord(
                new BucketId(UUID.nameUUIDFromBytes(derived.getBytes(StandardCharsets.UTF_8))),
                name,
                made,
                NOBODY,
                true);
    }
}
