package dev.gantry.engine;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.BucketId;
import dev.gantry.ports.spi.AccessTable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Access lists in memory. */
final class MemoryAccess implements AccessTable {

    private final Map<BucketId, AccessList> lists = new HashMap<>();

    @Override
    public synchronized CompletionStage<Map<BucketId, AccessList>> all() {
        return CompletableFuture.completedStage(Map.copyOf(lists));
    }

    @Override
    public synchronized CompletionStage<Void> save(BucketId bucket, AccessList list) {
        if (list.isEmpty()) {
            lists.remove(bucket);
        } else {
            lists.put(bucket, list);
        }
        return CompletableFuture.completedStage(null);
    }
}
