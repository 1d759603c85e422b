package dev.gantry.tck;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.TaskRunner;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A store that has all of another one's and tasks besides. Closing it closes the other. */
public record TaskProvider(StorageProvider inner, TaskRunner runner) implements StorageProvider {

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
        return inner.objects();
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return type.isInstance(runner) ? Optional.of(type.cast(runner)) : inner.capability(type);
    }

    @Override
    public void close() {
        inner.close();
    }
}
