package dev.gantry.server;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderFactory;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.server.NodeConfig.StoreConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of stores: those found on the class path, and those bound explicitly, which win. */
final class StoreFactories {

    private final Map<String, ProviderFactory> factories = new TreeMap<>();

    /** Fails with {@link UsageException} if two discovered kinds have one name. */
    StoreFactories(Iterable<ProviderFactory> discovered, Map<String, ProviderFactory> bound) {
        for (ProviderFactory factory : discovered) {
            ProviderFactory other = factories.putIfAbsent(factory.type(), factory);
            if (other != null && !bound.containsKey(factory.type())) {
                throw new UsageException("two kinds of stores are called " + factory.type() + ": "
                        + other.getClass().getName() + " and "
                        + factory.getClass().getName() + "; remove one, or bind the one that is meant");
            }
        }
        factories.putAll(bound);
    }

    static StoreFactories discover(Map<String, ProviderFactory> bound) {
        return new StoreFactories(ServiceLoader.load(ProviderFactory.class), bound);
    }

    /** Makes a store's driver, which may remember things in {@code state}; no I/O. */
    StorageProvider create(StoreId id, StoreConfig store, Path state, DurableWrites writes) {
        ProviderFactory factory = factories.get(store.type());
        if (factory == null) {
            throw new UsageException(
                    "store " + id + " is of the unknown type " + store.type() + "; known are " + factories.keySet());
        }
        return factory.create(id, store.settings(), state, writes);
    }
}
