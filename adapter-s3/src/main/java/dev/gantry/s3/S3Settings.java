package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.transport.Origin;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One account of S3 or of a service that speaks its API (docs/s3.md, Settings).
 *
 * @param endpoint where the service is; buckets are below it or in front of its name
 * @param keys what requests are signed with; empty takes the AWS SDK's default chain
 * @param addressing where a request names its bucket
 * @param bucketPrefix what every bucket's name in S3 begins with; other buckets are not seen
 * @param checksums whether the service knows checksums behind a body (trailers)
 * @param trust a PEM file of the issuers that are believed in place of those of the JVM
 * @param connections how many are open to one host at a time
 */
public record S3Settings(
        Origin endpoint,
        String region,
        Optional<S3Keys> keys,
        Addressing addressing,
        String bucketPrefix,
        StorageClasses storageClasses,
        Checksumming checksums,
        Optional<Path> trust,
        int connections) {

    /** What a store gets that says nothing else. */
    public static final int CONNECTIONS = 64;

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern PREFIX = Pattern.compile("([a-z0-9][a-z0-9-]{0,40})?");

    /** Where a request names its bucket. */
    public enum Addressing {
        /** In the path: {@code https://host/bucket/name}. */
        PATH,
        /** In the host's name: {@code https://bucket.host/name}; buckets with a dot in the path all the same, over TLS. */
        VIRTUAL_HOST
    }

    /** What stands for the bytes of an upload. */
    public enum Checksumming {
        /** A CRC32C behind each body, which the service compares before it keeps anything. */
        TRAILER,
        /** Nothing in the request; the entity tag in the answer is compared where it is an MD5. */
        NONE
    }

    public S3Settings {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(addressing, "addressing");
        Objects.requireNonNull(storageClasses, "storageClasses");
        Objects.requireNonNull(checksums, "checksums");
        Objects.requireNonNull(trust, "trust");
        if (!REGION.matcher(region).matches()) {
            throw new InvalidValueException("a region is named like eu-central-1, not " + region);
        }
        if (!PREFIX.matcher(bucketPrefix).matches()) {
            throw new InvalidValueException(
                    "a prefix of buckets is made of a-z 0-9 and -, does not begin with - and has at most 41 characters, unlike "
                            + bucketPrefix);
        }
        if (connections < 1 || connections > 1000) {
            throw new InvalidValueException("a store has 1 to 1000 connections, not " + connections);
        }
    }

    /** An account of AWS itself in that region, with keys, or those of the default chain. */
    public static S3Settings aws(String region, Optional<S3Keys> keys) {
        return new S3Settings(
                Origin.https("s3." + region + ".amazonaws.com", 443),
                region,
                keys,
                Addressing.VIRTUAL_HOST,
                "",
                StorageClasses.none(),
                Checksumming.TRAILER,
                Optional.empty(),
                CONNECTIONS);
    }

    /** Another service with that endpoint and those keys, its buckets in the path. */
    public static S3Settings compatible(Origin endpoint, S3Keys keys) {
        return new S3Settings(
                endpoint,
                "us-east-1",
                Optional.of(keys),
                Addressing.PATH,
                "",
                StorageClasses.none(),
                Checksumming.TRAILER,
                Optional.empty(),
                CONNECTIONS);
    }
}
