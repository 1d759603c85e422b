package dev.gantry.ports.spi;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.WriteLimits;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A provider that is another one but for what a subclass overrides: the start of a decorator. Whoever overrides {@link
 * #objects} must look at the capabilities too, since {@link ResumableWrites}, {@link PropertyUpdate}, {@link ServerCopy} and
 * {@link BatchDelete} reach objects beside it. Closing this closes the other.
 */
public abstract class ForwardingProvider implements StorageProvider {

    private final StorageProvider inner;

    protected ForwardingProvider(StorageProvider inner) {
        this.inner = inner;
    }

    /** The provider that is decorated. */
    protected final StorageProvider inner() {
        return inner;
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
        return inner.objects();
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return inner.capability(type);
    }

    @Override
    public void close() {
        inner.close();
    }
}
