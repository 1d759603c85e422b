package dev.gantry.server;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;

/** {@code BUCKET}, {@code BUCKET/PREFIX} or {@code BUCKET/NAME}; what stands behind the first slash may be empty. */
record BucketPath(BucketName bucket, String rest) {

    static BucketPath parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new BucketPath(new BucketName(text), "")
                : new BucketPath(new BucketName(text.substring(0, slash)), text.substring(slash + 1));
    }

    static ObjectKey key(String text) {
        BucketPath path = parse(text);
        if (path.rest().isEmpty()) {
            throw new UsageException("an object is named BUCKET/NAME, not " + text);
        }
        return new ObjectKey(path.bucket(), new ObjectName(path.rest()));
    }
}
