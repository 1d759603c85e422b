package dev.gantry.ports.spi;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.BucketId;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** With whom buckets are shared: a row for each bucket that is. */
public interface AccessTable {

    /** Every list that is not empty. */
    CompletionStage<Map<BucketId, AccessList>> all();

    /** Keeps the bucket's list in place of the one it has, durably; an empty one is forgotten. Again does nothing more. */
    CompletionStage<Void> save(BucketId bucket, AccessList list);
}
