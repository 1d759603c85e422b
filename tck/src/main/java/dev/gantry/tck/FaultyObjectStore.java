package dev.gantry.tck;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Objects behind faults. A read that was a stream already is never cut. */
record FaultyObjectStore(ObjectStore inner, Faults faults) implements ObjectStore {

    @Override
    public CompletionStage<List<Optional<StoredObject>>> head(List<ObjectKey> keys) {
        return faults.around(() -> inner.head(keys));
    }

    @Override
    public CompletionStage<ListPage> list(BucketName bucket, ListQuery query) {
        return faults.around(() -> inner.list(bucket, query));
    }

    /** Fails before the effect only: a lease that nobody gets could not be closed. */
    @Override
    public CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
        return faults.around(() -> CompletableFuture.completedStage(key))
                .thenCompose(same -> inner.read(key, token, range))
                .thenApply(this::cut);
    }

    private Payload cut(Payload payload) {
        if (payload instanceof Streamed) {
            return payload;
        }
        OptionalLong delivered = faults.cut(payload.length());
        return delivered.isPresent() ? CutSource.cut(payload, delivered.getAsLong()) : payload;
    }

    @Override
    public CompletionStage<ObjectWriter> begin(WriteSpec spec) {
        return faults.around(() -> inner.begin(spec)).thenApply(writer -> new FaultyWriter(writer, faults));
    }

    @Override
    public CompletionStage<Void> delete(ObjectKey key) {
        return faults.around(() -> inner.delete(key));
    }

    private record FaultyWriter(ObjectWriter inner, Faults faults) implements ObjectWriter {

        @Override
        public CompletionStage<Receipt> write(ByteRange range, Payload payload, Set<ChecksumType> digests) {
            return faults.around(() -> inner.write(range, payload, digests), payload::close);
        }

        @Override
        public CompletionStage<Void> force() {
            return faults.around(inner::force);
        }

        @Override
        public CompletionStage<StoredObject> publish(List<Receipt> receipts) {
            return faults.around(() -> inner.publish(receipts));
        }

        @Override
        public CompletionStage<Void> abort() {
            return faults.around(inner::abort);
        }
    }
}
