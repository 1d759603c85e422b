package dev.gantry.engine;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Problem;
import java.io.IOException;
import java.util.Optional;

/** Sees to the bucket that a transfer writes to. */
final class TransferBuckets {

    private final Gateway gateway;
    private final TransferCalls calls;

    TransferBuckets(Gateway gateway, TransferCalls calls) {
        this.gateway = gateway;
        this.calls = calls;
    }

    /** Makes the bucket if it is missing, and refuses one that lies in another store than asked for. */
    void ensure(BucketName name, Optional<StoreId> store) throws IOException, InterruptedException {
        Bucket bucket = calls.make(() -> findOrCreate(name, store));
        if (store.isPresent() && !store.get().equals(bucket.store())) {
            throw new ApiException(
                    Problem.INVALID,
                    "bucket " + name + " lies in store " + bucket.store() + ", not in " + store.get()
                            + "; a bucket never moves, so leave --store out or name another bucket");
        }
    }

    private Bucket findOrCreate(BucketName name, Optional<StoreId> store) throws IOException, InterruptedException {
        Optional<Bucket> found = found(name);
        return found.isPresent() ? found.get() : created(name, store);
    }

    private Optional<Bucket> found(BucketName name) throws IOException, InterruptedException {
        try {
            return Optional.of(TransferCalls.await(gateway.buckets().find(name.value())));
        } catch (ApiException e) {
            if (e.problem() == Problem.NO_SUCH_BUCKET) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Bucket created(BucketName name, Optional<StoreId> store) throws IOException, InterruptedException {
        try {
            return TransferCalls.await(gateway.buckets().create(name, store));
        } catch (ApiException e) {
            if (e.problem() == Problem.BUCKET_EXISTS) {
                return found(name).orElseThrow(() -> e);
            }
            throw e;
        }
    }
}
