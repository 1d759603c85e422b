package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Which services the tasks of a store use (docs/s3.md, Settings of tasks). Beside AWS's own S3, tasks are there only where
 * a service is named.
 *
 * @param region of EMR and of the buckets
 * @param aws whether the store is AWS's own S3
 * @param cloudFront in place of AWS's endpoint
 * @param emr in place of AWS's endpoint
 */
public record TaskSettings(
        String region, boolean aws, Optional<URI> cloudFront, Optional<URI> emr, HadoopSettings hadoop) {

    public TaskSettings {
        Objects.requireNonNull(hadoop, "hadoop");
        cloudFront.ifPresent(TaskSettings::requireHttp);
        emr.ifPresent(TaskSettings::requireHttp);
    }

    private static void requireHttp(URI endpoint) {
        boolean http = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme());
        if (!http || endpoint.getHost() == null) {
            throw new InvalidValueException("a service is named like https://host, not " + endpoint);
        }
    }

    /** AWS's own services where the store is AWS's own, none elsewhere. */
    public static TaskSettings usual(S3Settings store) {
        return new TaskSettings(
                store.region(), isAws(store), Optional.empty(), Optional.empty(), HadoopSettings.usual());
    }

    private static boolean isAws(S3Settings store) {
        String host = store.endpoint().address().getHostString();
        return host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
    }

    boolean hasStreaming() {
        return aws || cloudFront.isPresent();
    }

    boolean hasHadoop() {
        return aws || emr.isPresent();
    }
}
