package dev.gantry.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.file.FileProvider;
import dev.gantry.lab.LibrarySettings;
import dev.gantry.lab.TapeLibrary;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderFactory;
import dev.gantry.ports.spi.StorageProvider;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes stores of type {@code tape-library}: the lab's simulated library around a directory (docs/lab.md). It stands here
 * since the lab knows no other adapter.
 */
final class TapeLibraryFactory implements ProviderFactory {

    static final String TYPE = "tape-library";

    private static final Config DEFAULTS =
            ConfigFactory.parseResources(TapeLibraryFactory.class.getClassLoader(), "tape-library.conf");

    private final InstantSource clock;

    @Inject
    TapeLibraryFactory(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public StorageProvider create(StoreId id, Map<String, String> settings, DurableWrites durableWrites) {
        Set<String> known = DEFAULTS.root().keySet();
        settings.keySet().stream()
                .filter(key -> !known.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new InvalidValueException(
                            "store " + id + " has an unknown setting " + key + "; it takes " + known);
                });
        try {
            return create(id, ConfigFactory.parseMap(settings).withFallback(DEFAULTS), durableWrites);
        } catch (ConfigException e) {
            throw new InvalidValueException("store " + id + ": " + e.getMessage(), e);
        }
    }

    private StorageProvider create(StoreId id, Config config, DurableWrites durableWrites) {
        if (config.getString("path").isEmpty()) {
            throw new InvalidValueException("store " + id + " lacks the setting path: its directory");
        }
        Path path = Path.of(config.getString("path"));
        return TapeLibrary.around(
                FileProvider.at(id, path.resolve("objects"), durableWrites),
                settings(config),
                path.resolve("library.log"),
                durableWrites,
                clock,
                thread(id));
    }

    private static LibrarySettings settings(Config config) {
        return new LibrarySettings(
                config.getInt("cartridges"),
                config.getBytes("capacity"),
                config.getInt("drives"),
                config.getDuration("load-time"),
                config.getDuration("full-seek"),
                config.getBytes("rate"),
                config.getBytes("cache"),
                config.getDuration("keep"),
                config.getDouble("speed"),
                config.getDouble("read-errors"),
                config.getLong("seed"));
    }

    private static ExecutorService thread(StoreId id) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "gantry-lab-" + id);
            thread.setDaemon(true);
            return thread;
        });
    }
}
