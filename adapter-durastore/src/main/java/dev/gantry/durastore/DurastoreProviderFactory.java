package dev.gantry.durastore;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderFactory;
import dev.gantry.ports.spi.StorageProvider;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes stores of type {@code durastore}; their settings are in docs/configuration.md. */
public final class DurastoreProviderFactory implements ProviderFactory {

    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("url", "user", "password", "store-id", "dialect", "max-content", "writer"));

    @Override
    public String type() {
        return "durastore";
    }

    @Override
    public StorageProvider create(StoreId id, Map<String, String> settings, DurableWrites durableWrites) {
        settings.keySet().stream()
                .filter(key -> !KNOWN.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new InvalidValueException(
                            "store " + id + " has an unknown setting " + key + "; it takes " + KNOWN);
                });
        try {
            return DurastoreProvider.at(id, account(settings));
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("store " + id + ": " + e.getMessage(), e);
        }
    }

    private static DurastoreAccount account(Map<String, String> settings) {
        DurastoreAccount account = DurastoreAccount.of(
                URI.create(required(settings, "url")),
                required(settings, "user"),
                required(settings, "password"),
                given(settings, "store-id"));
        return account.withMaxContent(given(settings, "max-content")
                        .map(DurastoreProviderFactory::bytes)
                        .orElse(account.maxContent()))
                .withDialect(given(settings, "dialect")
                        .filter(name -> !name.equals("auto"))
                        .map(TaskDialect::parse))
                .withWriter(given(settings, "writer").orElse(account.writer()));
    }

    private static Optional<String> given(Map<String, String> settings, String name) {
        return Optional.ofNullable(settings.get(name)).filter(value -> !value.isBlank());
    }

    private static String required(Map<String, String> settings, String name) {
        return given(settings, name)
                .orElseThrow(() -> new InvalidValueException("the setting " + name + " is missing"));
    }

    private static long bytes(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new InvalidValueException("max-content is a number of bytes, not " + text);
        }
        return Long.parseLong(text);
    }
}
