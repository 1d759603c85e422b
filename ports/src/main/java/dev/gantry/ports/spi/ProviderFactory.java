package dev.gantry.ports.spi;

import dev.gantry.domain.StoreId;
import java.nio.file.Path;
import java.util.Map;

/**
 * A kind of store, found by {@link java.util.ServiceLoader} and named in the configuration by {@link #type()}.
 * Creating does no I/O.
 */
public interface ProviderFactory {

    /** The kind's name, lower case, as {@code file}. */
    String type();

    /**
     * Makes the driver of one store.
     *
     * @param settings every setting of the store but {@code type}, as flat text
     * @throws dev.gantry.domain.InvalidValueException naming the setting that is missing, unknown or wrong
     */
    StorageProvider create(StoreId id, Map<String, String> settings, DurableWrites durableWrites);

    /**
     * The same for a store that must remember something on this machine.
     *
     * @param state a directory that this store alone may make and use; it outlives the process
     */
    default StorageProvider create(StoreId id, Map<String, String> settings, Path state, DurableWrites durableWrites) {
        return create(id, settings, durableWrites);
    }
}
