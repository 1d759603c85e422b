package dev.gantry.tck;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectId;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.ForwardingProvider;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.StorageProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A provider whose calls fail now and then: Unavailable before or after the effect, Throttled, and reads that end too
 * early. {@link #check} and {@link #close} are as they were. Closing this closes the inner one.
 */
public final class FaultyProvider extends ForwardingProvider {

    private final Faults faults;
    private final FaultyObjectStore objects;

    public FaultyProvider(StorageProvider inner, Faults faults) {
        super(inner);
        this.faults = faults;
        this.objects = new FaultyObjectStore(inner.objects(), faults);
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    /** Faulty too for {@link BucketStore} and {@link ResumableWrites}, sound for others. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return inner().capability(type).map(sound -> type.cast(faulty(sound)));
    }

    private Object faulty(Object sound) {
        if (sound instanceof BucketStore buckets) {
            return new FaultyBuckets(buckets, faults);
        }
        return sound instanceof ResumableWrites writes ? new FaultyResumableWrites(writes, faults) : sound;
    }

    private record FaultyBuckets(BucketStore inner, Faults faults) implements BucketStore {

        @Override
        public CompletionStage<Void> create(BucketRecord bucket) {
            return faults.around(() -> inner.create(bucket));
        }

        @Override
        public CompletionStage<Optional<BucketRecord>> find(BucketName name) {
            return faults.around(() -> inner.find(name));
        }

        @Override
        public CompletionStage<List<BucketRecord>> list() {
            return faults.around(inner::list);
        }

        @Override
        public CompletionStage<Void> delete(BucketName name) {
            return faults.around(() -> inner.delete(name));
        }
    }

    private record FaultyResumableWrites(ResumableWrites inner, Faults faults) implements ResumableWrites {

        @Override
        public CompletionStage<Boolean> holds(ObjectId id) {
            return faults.around(() -> inner.holds(id));
        }

        @Override
        public CompletionStage<Integer> sweep(Set<ObjectId> keep) {
            return faults.around(() -> inner.sweep(keep));
        }
    }
}
