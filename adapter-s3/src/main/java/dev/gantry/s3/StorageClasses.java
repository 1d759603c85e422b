package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The storage class that new objects are given.
 *
 * @param usual of buckets that {@code own} does not name; the service's own where it is empty
 */
public record StorageClasses(Optional<String> usual, Map<BucketName, String> own) {

    private static final Pattern LEGAL = Pattern.compile("[A-Z_]{1,64}");

    public StorageClasses {
        own = Map.copyOf(own);
        usual.ifPresent(StorageClasses::require);
        own.values().forEach(StorageClasses::require);
    }

    private static void require(String storageClass) {
        if (!LEGAL.matcher(storageClass).matches()) {
            throw new InvalidValueException("a storage class is a word like STANDARD_IA, not " + storageClass);
        }
    }

    /** Leaves the class to the service. */
    public static StorageClasses none() {
        return new StorageClasses(Optional.empty(), Map.of());
    }

    Optional<String> of(BucketName bucket) {
        return Optional.ofNullable(own.get(bucket)).or(() -> usual);
    }
}
