package dev.gantry.ports.spi;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Payload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The objects of another store but for what a subclass overrides: the start of a decorator. */
public abstract class ForwardingObjectStore implements ObjectStore {

    private final ObjectStore inner;

    protected ForwardingObjectStore(ObjectStore inner) {
        this.inner = inner;
    }

    /** The objects that are decorated. */
    protected final ObjectStore inner() {
        return inner;
    }

    @Override
    public CompletionStage<List<Optional<StoredObject>>> head(List<ObjectKey> keys) {
        return inner.head(keys);
    }

    @Override
    public CompletionStage<ListPage> list(BucketName bucket, ListQuery query) {
        return inner.list(bucket, query);
    }

    @Override
    public CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
        return inner.read(key, token, range);
    }

    @Override
    public CompletionStage<ObjectWriter> begin(WriteSpec spec) {
        return inner.begin(spec);
    }

    @Override
    public CompletionStage<Void> delete(ObjectKey key) {
        return inner.delete(key);
    }
}
