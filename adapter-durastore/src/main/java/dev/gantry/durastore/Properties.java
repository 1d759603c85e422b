package dev.gantry.durastore;

import dev.gantry.domain.Metadata;
import dev.gantry.transport.Headers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A content's properties: in headers with DuraStore's prefix, in an object's metadata without it. Mimetype and encoding
 * are kept among them (docs/durastore.md, Properties).
 */
final class Properties {

    /** What says of a request where to copy from, or repeats what the store itself knows, is no property. */
    private static final Set<String> NOT_KEPT = Set.of(
            "copy-source", "copy-source-store", "content-size", "content-checksum", "content-md5", "content-modified");

    private Properties() {}

    /** The properties that a request sends; names in another case than lower are no properties, as in DuraStore. */
    static Map<String, String> read(Headers headers) {
        Map<String, String> properties = new LinkedHashMap<>();
        headers.first(WireNames.CONTENT_TYPE)
                .map(String::strip)
                .filter(type -> !type.isBlank())
                .ifPresent(type -> properties.put(WireNames.MIMETYPE, type));
        headers.first(WireNames.CONTENT_ENCODING).ifPresent(value -> properties.put(WireNames.ENCODING, value));
        headers.forEach((name, value) -> {
            if (name.startsWith(WireNames.META_PREFIX)) {
                keep(properties, name.substring(WireNames.META_PREFIX.length()), value);
            }
        });
        return properties;
    }

    private static void keep(Map<String, String> properties, String name, String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            throw new Refusal(400, "the property " + name + " holds a character beyond ASCII; encode it");
        }
        if (!NOT_KEPT.contains(name) && !name.isEmpty()) {
            properties.put(name, value);
        }
    }

    /** {@code newer} over {@code older}, but for what said of older bytes how to read them. */
    static Metadata merged(Metadata older, Map<String, String> newer) {
        Map<String, String> merged = new LinkedHashMap<>(older.values());
        merged.remove(WireNames.MIMETYPE);
        merged.remove(WireNames.ENCODING);
        merged.putAll(newer);
        return new Metadata(merged);
    }

    /** {@code newer} in the place of {@code older}, of which only the mimetype outlives that. */
    static Metadata replaced(Metadata older, Map<String, String> newer) {
        Map<String, String> replaced = new LinkedHashMap<>(newer);
        Optional.ofNullable(older.values().get(WireNames.MIMETYPE))
                .ifPresent(type -> replaced.putIfAbsent(WireNames.MIMETYPE, type));
        return new Metadata(replaced);
    }

    /** Adds the fields that tell a content's properties. */
    static void write(Metadata metadata, Headers.Builder headers) {
        Map<String, String> values = metadata.values();
        headers.add(WireNames.CONTENT_TYPE, values.getOrDefault(WireNames.MIMETYPE, WireNames.OCTETS));
        values.forEach((name, value) -> {
            if (name.equals(WireNames.ENCODING)) {
                headers.add(WireNames.CONTENT_ENCODING, value);
            } else if (!name.equals(WireNames.MIMETYPE)) {
                headers.add(WireNames.META_PREFIX + name, value);
            }
        });
    }
}
