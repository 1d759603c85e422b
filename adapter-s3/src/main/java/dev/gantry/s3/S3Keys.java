package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import java.util.Objects;
import java.util.Optional;

/**
 * An access key with its secret.
 *
 * @param sessionToken of temporary credentials
 */
public record S3Keys(String accessKey, String secretKey, Optional<String> sessionToken) {

    public S3Keys {
        Objects.requireNonNull(sessionToken, "sessionToken");
        if (accessKey.isBlank() || secretKey.isBlank()) {
            throw new InvalidValueException("credentials need an access key and a secret key");
        }
    }

    /** Tells the access key alone. */
    @Override
    public String toString() {
        return "S3Keys[" + accessKey + "]";
    }
}
