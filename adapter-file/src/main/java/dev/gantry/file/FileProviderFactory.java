package dev.gantry.file;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderFactory;
import dev.gantry.ports.spi.StorageProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Makes stores of type {@code file}. Their one setting is {@code path}: the directory. */
public final class FileProviderFactory implements ProviderFactory {

    private static final String PATH = "path";

    @Override
    public String type() {
        return "file";
    }

    @Override
    public StorageProvider create(StoreId id, Map<String, String> settings, DurableWrites durableWrites) {
        settings.keySet().stream().filter(key -> !key.equals(PATH)).findFirst().ifPresent(key -> {
            throw new InvalidValueException("store " + id + " has an unknown setting " + key + "; it takes " + PATH);
        });
        return FileProvider.at(id, path(id, settings.getOrDefault(PATH, "")), durableWrites);
    }

    private static Path path(StoreId id, String text) {
        if (text.isBlank()) {
            throw new InvalidValueException("store " + id + " lacks the setting " + PATH + ": its directory");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidValueException("store " + id + ": the setting " + PATH + " is no path: " + text, e);
        }
    }
}
