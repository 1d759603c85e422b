package dev.gantry.tck;

import dev.gantry.ports.spi.ForwardingProvider;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.TaskRunner;
import java.util.Optional;

/** A store that has all of another one's and tasks besides. Closing it closes the other. */
public final class TaskProvider extends ForwardingProvider {

    private final TaskRunner runner;

    public TaskProvider(StorageProvider inner, TaskRunner runner) {
        super(inner);
        this.runner = runner;
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return type.isInstance(runner) ? Optional.of(type.cast(runner)) : inner().capability(type);
    }
}
