package dev.gantry.jdbc;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 64 bits of a bucket's and an object's name. Taken from SHA-256, so that nobody can choose names that share one value
 * and make the table slow.
 */
final class NameHash {

    private final MessageDigest digest;
    private final byte[] bucket;

    NameHash(BucketName bucket) {
        this.digest = sha256();
        this.bucket = bucket.value().getBytes(StandardCharsets.US_ASCII);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The value of an object of this bucket. A slash, which no bucket's name holds, stands between the two. */
    long of(ObjectName name) {
        digest.update(bucket);
        digest.update((byte) '/');
        return ByteBuffer.wrap(digest.digest(name.utf8())).getLong();
    }
}
