package dev.gantry.domain;

import java.util.Objects;

/** Where an object is found in a node: its bucket and its name. */
public record ObjectKey(BucketName bucket, ObjectName name) {

    public ObjectKey {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(name, "name");
    }

    /** Builds a key from texts; refuses an illegal one with {@link InvalidValueException}. */
    public static ObjectKey of(String bucket, String name) {
        return new ObjectKey(new BucketName(bucket), new ObjectName(name));
    }

    @Override
    public String toString() {
        return bucket + "/" + name;
    }
}
