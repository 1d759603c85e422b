package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.spi.ProviderException;
import java.util.Optional;

/** The names in a bucket that are Gantry's own and no objects of anybody (docs/s3.md, What Gantry keeps in a bucket). */
final class OwnNames {

    static final String PREFIX = ".gantry/";

    /** What is known of the bucket itself. */
    static final String BUCKET = PREFIX + "bucket";

    private OwnNames() {}

    /** The object that is called so, if it can be one of a user's. */
    static Optional<ObjectName> objectName(String name) {
        try {
            return isOwn(name) ? Optional.empty() : Optional.of(new ObjectName(name));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    static boolean isOwn(String name) {
        return name.startsWith(PREFIX);
    }

    /** Rejected if the name is none of a user's. */
    static void requireForeign(ObjectKey key) {
        if (isOwn(key.name().value())) {
            throw refused(key);
        }
    }

    static ProviderException refused(ObjectKey key) {
        return new ProviderException.Rejected(
                "names that begin with " + PREFIX + " are the store's own; choose another than " + key, null);
    }
}
