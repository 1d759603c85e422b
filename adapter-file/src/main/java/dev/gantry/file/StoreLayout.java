package dev.gantry.file;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** Where everything lies below a store's root (docs/adapter-file.md, Layout). */
record StoreLayout(Path root) {

    /**
     * The longest root, in bytes: Linux takes paths of 4,095 bytes, and the longest object's path below the root has
     * 3,320.
     */
    static final int MAX_ROOT_BYTES = 700;

    private static final String BUCKETS = "buckets";
    private static final String OBJECTS = "objects";

    StoreLayout {
        root = root.toAbsolutePath().normalize();
    }

    Path marker() {
        return root.resolve("gantry-store");
    }

    /** Where the marker is written before it gets its name; also what a check tries to write. */
    Path trial() {
        return root.resolve("gantry-store.new");
    }

    Path staging() {
        return root.resolve("staging");
    }

    /** The half-written file of an object or of a bucket's record. */
    Path staged(UUID id) {
        return staging().resolve(id.toString());
    }

    Path buckets() {
        return root.resolve(BUCKETS);
    }

    Path bucket(BucketName name) {
        return buckets().resolve(NameCode.text(name.value().getBytes(StandardCharsets.UTF_8)));
    }

    /** The file whose presence makes a bucket. */
    Path bucketRecord(BucketName name) {
        return bucket(name).resolve("bucket");
    }

    Path objects(BucketName name) {
        return bucket(name).resolve(OBJECTS);
    }

    /** In one step: every request asks for one. */
    Path object(ObjectKey key) {
        String bucket = NameCode.text(key.bucket().value().getBytes(StandardCharsets.UTF_8));
        return root.resolve(BUCKETS + "/" + bucket + "/" + OBJECTS + "/"
                + NameCode.path(key.name().utf8()));
    }
}
