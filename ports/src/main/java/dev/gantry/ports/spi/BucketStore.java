package dev.gantry.ports.spi;

import dev.gantry.domain.BucketName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The capability of a store whose buckets can be made and removed. */
public interface BucketStore {

    /** Makes a bucket, durably. Conflict if there is one of that name. */
    CompletionStage<Void> create(BucketRecord bucket);

    /** The bucket, if it is there. */
    CompletionStage<Optional<BucketRecord>> find(BucketName name);

    /** All buckets, by name. */
    CompletionStage<List<BucketRecord>> list();

    /** Removes an empty bucket, durably. NotFound if there is none; Conflict if an object is in it. */
    CompletionStage<Void> delete(BucketName name);
}
