package dev.gantry.domain;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a client says of an object, kept byte for byte: names are lower-cased, values are never decoded or encoded.
 * Names carry no protocol prefix. At most {@value #MAX_BYTES} bytes of UTF-8 in all. Immutable.
 */
public record Metadata(Map<String, String> values) {

    /** The most that names and values may take together, in bytes. */
    public static final int MAX_BYTES = 32 * 1024;

    private static final Metadata NONE = new Metadata(Map.of());

    public Metadata {
        values = values.isEmpty() ? Map.of() : checked(values);
    }

    private static Map<String, String> checked(Map<String, String> values) {
        Map<String, String> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> copy.put(name.toLowerCase(Locale.ROOT), value));
        long bytes = copy.entrySet().stream()
                .mapToLong(e -> utf8Length(e.getKey()) + utf8Length(e.getValue()))
                .sum();
        if (bytes > MAX_BYTES) {
            throw new InvalidValueException(
                    "the object's metadata has " + bytes + " bytes; at most " + MAX_BYTES + " are allowed");
        }
        return Collections.unmodifiableMap(copy);
    }

    public static Metadata none() {
        return NONE;
    }

    private static long utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
