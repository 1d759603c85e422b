package dev.gantry.engine;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.BatchDelete;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Windowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Removes many objects of one bucket: by a few calls where the store can, else one by one, some at a time. What failed for
 * the moment is tried again without what is gone already.
 */
final class ObjectRemoval {

    private static final int AT_ONCE = 16;

    private final Store store;
    private final BucketName bucket;

    /** How each name ended so far. */
    private final Map<ObjectName, Optional<Throwable>> ends = new ConcurrentHashMap<>();

    ObjectRemoval(Store store, BucketName bucket) {
        this.store = store;
        this.bucket = bucket;
    }

    /** One element a name, in order: empty where the object is gone, else why not. */
    CompletionStage<List<Optional<ApiException>>> remove(List<ObjectName> names) {
        List<ObjectName> distinct = names.stream().distinct().toList();
        CompletionStage<Void> all = store.provider()
                .capability(BatchDelete.class)
                .map(batches -> inBatches(batches, distinct))
                .orElseGet(() -> oneByOne(distinct));
        return all.thenApply(done -> names.stream()
                .map(name -> ends.get(name).map(why -> Failures.translate(why, Problem.NO_SUCH_OBJECT)))
                .toList());
    }

    private CompletionStage<Void> oneByOne(List<ObjectName> names) {
        return Windowed.map(
                        names,
                        AT_ONCE,
                        name -> store.objects(objects -> objects.delete(new ObjectKey(bucket, name)))
                                .handle((gone, failure) -> {
                                    ends.put(name, Optional.ofNullable(failure));
                                    return name;
                                }))
                .thenApply(done -> null);
    }

    private CompletionStage<Void> inBatches(BatchDelete batches, List<ObjectName> names) {
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (int from = 0; from < names.size(); from += BatchDelete.MAX_NAMES) {
            List<ObjectName> batch = names.subList(from, Math.min(names.size(), from + BatchDelete.MAX_NAMES));
            all = all.thenCompose(done -> inBatch(batches, batch));
        }
        return all;
    }

    private CompletionStage<Void> inBatch(BatchDelete batches, List<ObjectName> names) {
        return store.repeat(() -> attempt(batches, names)).handle((done, failure) -> {
            if (failure != null) {
                names.forEach(name -> ends.putIfAbsent(name, Optional.of(failure)));
            }
            return null;
        });
    }

    /** Fails as the first name does that failed for the moment; such names have not ended. */
    private CompletionStage<Void> attempt(BatchDelete batches, List<ObjectName> names) {
        List<ObjectName> left =
                names.stream().filter(name -> !ends.containsKey(name)).toList();
        return batches.delete(bucket, left).thenAccept(told -> {
            List<ProviderException> passing = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                Optional<ProviderException> why = told.get(i);
                if (why.filter(ObjectRemoval::isPassing).isPresent()) {
                    passing.add(why.get());
                } else {
                    ends.put(left.get(i), why.map(failure -> failure));
                }
            }
            if (!passing.isEmpty()) {
                throw passing.get(0);
            }
        });
    }

    private static boolean isPassing(ProviderException failure) {
        return failure instanceof ProviderException.Unavailable || failure instanceof ProviderException.Throttled;
    }
}
