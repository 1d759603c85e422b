package dev.gantry.durastore;

import dev.gantry.domain.BucketName;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Which space a bucket is kept in: that of its name, where a space may have it; else one named after a digest, with the
 * true name in the space's own record (docs/durastore.md, Driven: buckets).
 */
final class SpaceNames {

    private static final String ENCODED = "gantry-bucket-";
    private static final int DIGEST_BYTES = 16;

    private SpaceNames() {}

    static String space(BucketName bucket) {
        String name = bucket.value();
        return SpaceIds.isLegal(name) && !isEncoded(name) ? name : ENCODED + digest(name);
    }

    /** Whether the space's name does not tell that of its bucket. */
    static boolean isEncoded(String space) {
        return space.startsWith(ENCODED);
    }

    private static String digest(String name) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            String text = new BigInteger(1, Arrays.copyOf(sha, DIGEST_BYTES)).toString(36);
            return "x".repeat(25 - text.length()) + text;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
