package dev.gantry.engine;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.VersionToken;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A store that gives some objects back with other bytes than were written, and counts what is read of it. */
final class RottenProvider implements StorageProvider, ObjectStore {

    private final StorageProvider inner;
    private final Set<String> rotten = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesRead = new AtomicLong();

    RottenProvider(StorageProvider inner) {
        this.inner = inner;
    }

    void rot(String name) {
        rotten.add(name);
    }

    long bytesRead() {
        return bytesRead.get();
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
        return inner.capability(type);
    }

    @Override
    public CompletionStage<List<Optional<StoredObject>>> head(List<ObjectKey> keys) {
        return inner.objects().head(keys);
    }

    @Override
    public CompletionStage<ListPage> list(BucketName bucket, ListQuery query) {
        return inner.objects().list(bucket, query);
    }

    @Override
    public CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
        bytesRead.addAndGet(range.length());
        return inner.objects().read(key, token, range).thenApply(payload -> {
            if (!rotten.contains(key.name().value())) {
                return payload;
            }
            payload.close();
            byte[] other = new byte[(int) range.length()];
            other[other.length - 1] = 77;
            return Buffers.of(other);
        });
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
