package dev.gantry.ports.api;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The buckets of all stores. A name is unique in a node. */
public interface Buckets {

    /**
     * Makes a bucket in {@code store}, or in the primary one, with that id, or with a new one. BUCKET_EXISTS if the name or
     * the id is taken.
     */
    CompletionStage<Bucket> create(BucketName name, Optional<StoreId> store, Optional<BucketId> id);

    /** The same with a new id. */
    default CompletionStage<Bucket> create(BucketName name, Optional<StoreId> store) {
        return create(name, store, Optional.empty());
    }

    /** The bucket of that name or of that UUID. NO_SUCH_BUCKET, or FORBIDDEN if it is not the user's to see. */
    CompletionStage<Bucket> find(String nameOrId);

    /** Every bucket the user may see, by name. */
    CompletionStage<List<Bucket>> list();

    /**
     * Removes an empty bucket and ends its jobs. BUCKET_NOT_EMPTY while an object is in it; FORBIDDEN for those that it is
     * only shared with.
     */
    CompletionStage<Void> delete(BucketName name);

    /**
     * Shares the bucket with just these, durably, in place of all it was shared with. Whoever loses the right to what a
     * running job does there loses the job. A second call does nothing more. FORBIDDEN for all but its owner and those who
     * see all; NOT_IMPLEMENTED where another server's protocol leads there.
     */
    CompletionStage<Bucket> share(BucketName name, AccessList list);

    /**
     * One bucket.
     *
     * @param replace whether objects may be overwritten
     * @param access with whom it is shared; empty where that is not known, as behind another server's protocol
     */
    record Bucket(
            BucketId id,
            BucketName name,
            StoreId store,
            Instant created,
            UserId owner,
            boolean replace,
            AccessList access) {}
}
