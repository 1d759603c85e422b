package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ForwardingObjectStore;
import dev.gantry.ports.spi.ForwardingProvider;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.StorageProvider;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A store that gives some objects back with other bytes than were written, and counts what is read of it. */
final class RottenProvider extends ForwardingProvider {

    private final ObjectStore objects = new RottenObjects();
    private final Set<String> rotten = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesRead = new AtomicLong();

    RottenProvider(StorageProvider inner) {
        super(inner);
    }

    void rot(String name) {
        rotten.add(name);
    }

    long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    private final class RottenObjects extends ForwardingObjectStore {

        RottenObjects() {
            super(RottenProvider.this.inner().objects());
        }

        @Override
        public CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
            bytesRead.addAndGet(range.length());
            return super.read(key, token, range)
                    .thenApply(payload -> rotten.contains(key.name().value()) ? rotten(payload, range) : payload);
        }

        private Payload rotten(Payload payload, ByteRange range) {
            payload.close();
            byte[] other = new byte[(int) range.length()];
            other[other.length - 1] = 77;
            return Buffers.of(other);
        }
    }
}
