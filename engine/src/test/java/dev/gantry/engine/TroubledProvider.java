package dev.gantry.engine;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.VersionToken;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.FreeSpace;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store whose room and whose readiness to be asked a test decides. */
final class TroubledProvider implements StorageProvider, ObjectStore, FreeSpace {

    private final StorageProvider inner;
    volatile long free = 1L << 50;
    volatile boolean away;

    TroubledProvider(StorageProvider inner) {
        this.inner = inner;
    }

    @Override
    public StoreId id() {
        return inner.id();
    }

    @Override
    public WriteLimits limits() {
        return inner.limits();
    }

    @Override
    public CompletionStage<Void> check() {
        return inner.check();
    }

    @Override
    public ObjectStore objects() {
        return this;
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return type == FreeSpace.class ? Optional.of(type.cast(this)) : inner.capability(type);
    }

    @Override
    public CompletionStage<Long> freeBytes() {
        return CompletableFuture.completedStage(free);
    }

    @Override
    public CompletionStage<List<Optional<StoredObject>>> head(List<ObjectKey> keys) {
        return away
                ? CompletableFuture.failedStage(new ProviderException.Unavailable("the store is away", null))
                : inner.objects().head(keys);
    }

    @Override
    public CompletionStage<ListPage> list(BucketName bucket, ListQuery query) {
        return inner.objects().list(bucket, query);
    }

    @Override
    public CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
        return inner.objects().read(key, token, range);
    }

    @Override
    public CompletionStage<ObjectWriter> begin(WriteSpec spec) {
        return inner.objects().begin(spec);
    }

    @Override
    public CompletionStage<Void> delete(ObjectKey key) {
        return inner.objects().delete(key);
    }

    @Override
    public void close() {
        inner.close();
    }
}
