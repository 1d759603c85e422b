package dev.gantry.engine;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.StoreId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a {@link BulkTransfer} is asked to move. */
public sealed interface TransferRequest {

    BucketName bucket();

    /**
     * Files and trees to be stored. An object is named by its path relative to the parent of the argument that it was
     * found under, with forward slashes.
     *
     * @param store where the bucket is made if it is missing; a bucket that lies elsewhere is refused
     * @param maxBlob the largest blob in bytes, if there is a wish
     */
    record Put(
            BucketName bucket,
            List<Path> paths,
            Optional<StoreId> store,
            Optional<Priority> priority,
            Ordering ordering,
            OptionalLong maxBlob)
            implements TransferRequest {

        public Put {
            paths = paths.stream()
                    .map(path -> path.toAbsolutePath().normalize())
                    .toList();
        }

        /** Stores {@code paths} with nothing else asked for. */
        public static Put of(String bucket, Path... paths) {
            return new Put(
                    new BucketName(bucket),
                    List.of(paths),
                    Optional.empty(),
                    Optional.empty(),
                    Ordering.NONE,
                    OptionalLong.empty());
        }
    }

    /**
     * Objects to be fetched into the directory {@code to}, which is made if it is missing.
     *
     * @param names names of objects, or prefixes that end in a slash; none asks for the whole bucket
     */
    record Get(BucketName bucket, List<String> names, Path to) implements TransferRequest {

        public Get {
            names = List.copyOf(names);
            to = to.toAbsolutePath().normalize();
        }

        /** Fetches {@code names}, or the whole bucket. */
        public static Get of(String bucket, Path to, String... names) {
            return new Get(new BucketName(bucket), List.of(names), to);
        }
    }
}
