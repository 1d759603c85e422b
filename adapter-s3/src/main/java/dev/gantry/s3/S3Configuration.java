package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.s3.S3Settings.Addressing;
import dev.gantry.s3.S3Settings.Checksumming;
import dev.gantry.transport.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The settings of a store as flat text (docs/s3.md, Settings). */
public final class S3Configuration {

    private static final String CLASS_OF = "storage-classes.";
    private static final Set<String> KNOWN = Set.of(
            "endpoint",
            "region",
            "access-key",
            "secret-key",
            "session-token",
            "path-style",
            "bucket-prefix",
            "storage-class",
            "checksums",
            "trust",
            "connections",
            "state");

    private final StoreId store;
    private final Map<String, String> settings;

    /** Fails with {@link InvalidValueException} naming a setting that is unknown. */
    public S3Configuration(StoreId store, Map<String, String> settings) {
        this.store = store;
        this.settings = Map.copyOf(settings);
        settings.keySet().stream()
                .filter(key ->
                        !KNOWN.contains(key) && !TaskConfiguration.KNOWN.contains(key) && !key.startsWith(CLASS_OF))
                .findFirst()
                .ifPresent(key -> {
                    throw new InvalidValueException("store " + store + " has an unknown setting " + key + "; it takes "
                            + new TreeSet<>(KNOWN) + ", " + CLASS_OF + "BUCKET and, for its tasks, "
                            + new TreeSet<>(TaskConfiguration.KNOWN));
                });
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(settings.get(key)).filter(value -> !value.isBlank());
    }

    private InvalidValueException wrong(String key, Exception cause) {
        return new InvalidValueException(
                "store " + store + ": the setting " + key + " is wrong: " + cause.getMessage(), cause);
    }

    /** All of them; {@link InvalidValueException} naming the one that is missing or wrong. */
    public S3Settings settings() {
        String region = text("region").orElse("us-east-1");
        Optional<Origin> endpoint = text("endpoint").map(this::origin);
        try {
            return new S3Settings(
                    endpoint.orElseGet(() -> Origin.https("s3." + region + ".amazonaws.com", 443)),
                    region,
                    keys(),
                    isPathStyle(endpoint) ? Addressing.PATH : Addressing.VIRTUAL_HOST,
                    text("bucket-prefix").orElse(""),
                    classes(),
                    checksums(),
                    text("trust").map(path -> path("trust", path)),
                    text("connections").map(this::number).orElse(S3Settings.CONNECTIONS));
        } catch (InvalidValueException e) {
            throw new InvalidValueException("store " + store + ": " + e.getMessage(), e);
        }
    }

    /** Those of the store's tasks, in the same way. */
    public TaskSettings tasks() {
        return new TaskConfiguration(store, settings).settings(settings());
    }

    private Origin origin(String url) {
        try {
            return Origin.of(new URI(url));
        } catch (URISyntaxException | InvalidValueException e) {
            throw wrong("endpoint", e);
        }
    }

    /** Services other than AWS mostly have their buckets in the path. */
    private boolean isPathStyle(Optional<Origin> endpoint) {
        return text("path-style").map(text -> isTrue("path-style", text)).orElse(endpoint.isPresent());
    }

    private static boolean isTrue(String key, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidValueException("the setting " + key + " is true or false, not " + text);
        };
    }

    private Optional<S3Keys> keys() {
        Optional<String> access = text("access-key");
        Optional<String> secret = text("secret-key");
        if (access.isPresent() != secret.isPresent()) {
            throw new InvalidValueException("access-key and secret-key are set both or neither");
        }
        return access.map(key -> new S3Keys(key, secret.orElseThrow(), text("session-token")));
    }

    private Checksumming checksums() {
        String text = text("checksums").orElse("trailer");
        return switch (text) {
            case "trailer" -> Checksumming.TRAILER;
            case "none" -> Checksumming.NONE;
            default -> throw new InvalidValueException("the setting checksums is trailer or none, not " + text);
        };
    }

    private StorageClasses classes() {
        Map<BucketName, String> own = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(CLASS_OF)) {
                own.put(new BucketName(unquoted(key.substring(CLASS_OF.length()))), value);
            }
        });
        return new StorageClasses(text("storage-class"), own);
    }

    /** A name with a dot comes in quotes. */
    private static String unquoted(String name) {
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1) : name;
    }

    private int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw wrong("connections", e);
        }
    }

    private Path path(String key, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw wrong(key, e);
        }
    }

    /** Where the store keeps its notes, or {@code usual}. */
    public Path state(Path usual) {
        return text("state").map(path -> path("state", path)).orElse(usual);
    }

    public Path state() {
        return text("state")
                .map(path -> path("state", path))
                .orElseThrow(
                        () -> new InvalidValueException(
                                "store " + store
                                        + " lacks the setting state: a directory of its own on this machine, for notes of its uploads"));
    }
}
