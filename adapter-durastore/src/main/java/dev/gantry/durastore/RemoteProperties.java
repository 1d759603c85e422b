package dev.gantry.durastore;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Metadata;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Percent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object's metadata as a content's properties. What a DuraStore would refuse, drop or take for its own is written as
 * RFC 8187 has it: {@code name*: UTF-8''percent-encoded} (docs/durastore.md, Driven: properties).
 */
final class RemoteProperties {

    /** What Gantry knows of an object, kept with it. */
    static final String RECORD = "gantry-record";

    private static final String EXTENDED = "UTF-8''";

    private static final Set<String> SPECIAL = Set.of(
            RECORD,
            WireNames.MIMETYPE,
            WireNames.ENCODING,
            "copy-source",
            "copy-source-store",
            "content-size",
            "content-checksum",
            "content-md5",
            "content-modified");

    private RemoteProperties() {}

    /** The header fields that say all of it; a mimetype always, since without one an older one would stay. */
    static Headers encode(Metadata metadata, Optional<String> record) {
        return encode(metadata, record, Set.of(WireNames.OCTETS));
    }

    /** The same beside a manifest, which is XML itself: there that type is none of the object's. */
    static Headers encodeBesideParts(Metadata metadata, Optional<String> record) {
        return encode(metadata, record, Set.of(WireNames.OCTETS, WireNames.XML));
    }

    private static Headers encode(Metadata metadata, Optional<String> record, Set<String> defaults) {
        Headers.Builder headers = Headers.builder();
        Map<String, String> values = metadata.values();
        String type = values.getOrDefault(WireNames.MIMETYPE, WireNames.OCTETS);
        boolean typed = isPlain(type) && !defaults.contains(type);
        headers.add(WireNames.CONTENT_TYPE, typed ? type : WireNames.OCTETS);
        values.forEach((name, value) -> {
            if (name.equals(WireNames.ENCODING) && isPlain(value)) {
                headers.add(WireNames.CONTENT_ENCODING, value);
            } else if (!name.equals(WireNames.MIMETYPE) || !typed) {
                add(headers, name, value);
            }
        });
        record.ifPresent(text -> headers.add(WireNames.META_PREFIX + RECORD, text));
        return headers.build();
    }

    private static void add(Headers.Builder headers, String name, String value) {
        if (!SPECIAL.contains(name) && encodeName(name).equals(name) && isPlain(value)) {
            headers.add(WireNames.META_PREFIX + name, value);
        } else {
            headers.add(WireNames.META_PREFIX + encodeName(name) + "*", EXTENDED + Percent.encodeQuery(value));
        }
    }

    private static boolean isPlain(String value) {
        return !value.isEmpty() && value.equals(value.strip()) && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    /** In lower case, as all names are. */
    private static String encodeName(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_' || b == '.';
            out.append(plain ? Character.toString(b) : "%%%02x".formatted(b & 0xff));
        }
        return out.toString();
    }

    /** The metadata that an answer's fields say. A default type is none. */
    static Metadata decode(Headers headers) {
        Map<String, String> values = new LinkedHashMap<>();
        headers.first(WireNames.CONTENT_TYPE)
                .filter(type -> !type.isBlank() && !type.equals(WireNames.OCTETS))
                .ifPresent(type -> values.put(WireNames.MIMETYPE, type));
        headers.first(WireNames.CONTENT_ENCODING).ifPresent(value -> values.put(WireNames.ENCODING, value));
        headers.startingWith(WireNames.META_PREFIX)
                .forEach(field -> put(values, field.name().substring(WireNames.META_PREFIX.length()), field.value()));
        return new Metadata(values);
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (name.endsWith("*") && value.startsWith(EXTENDED)) {
            putExtended(values, name, value);
        } else if (!SPECIAL.contains(name)) {
            values.put(name, value);
        }
    }

    /** Somebody else's that cannot be read so is taken as it is. */
    private static void putExtended(Map<String, String> values, String name, String value) {
        try {
            String plain = Percent.decodePath(name.substring(0, name.length() - 1));
            values.put(plain, Percent.decodePath(value.substring(EXTENDED.length())));
        } catch (InvalidValueException e) {
            values.put(name, value);
        }
    }
}
