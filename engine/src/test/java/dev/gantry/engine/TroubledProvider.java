package dev.gantry.engine;

import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ForwardingObjectStore;
import dev.gantry.ports.spi.ForwardingProvider;
import dev.gantry.ports.spi.FreeSpace;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store whose room and whose readiness to be asked a test decides. */
final class TroubledProvider extends ForwardingProvider implements FreeSpace {

    private final ObjectStore objects;
    volatile long free = 1L << 50;
    volatile boolean away;

    TroubledProvider(StorageProvider inner) {
        super(inner);
        this.objects = new ForwardingObjectStore(inner.objects()) {
            @Override
            public CompletionStage<List<Optional<StoredObject>>> head(List<ObjectKey> keys) {
                return away
                        ? CompletableFuture.failedStage(new ProviderException.Unavailable("the store is away", null))
                        : super.head(keys);
            }
        };
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return type == FreeSpace.class ? Optional.of(type.cast(this)) : super.capability(type);
    }

    @Override
    public CompletionStage<Long> freeBytes() {
        return CompletableFuture.completedStage(free);
    }
}
