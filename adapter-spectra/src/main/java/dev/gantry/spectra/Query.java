package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.transport.Percent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * The parameters of a request. Names are compared without regard to case, and Amazon's spellings count as the vendor's:
 * {@code max-keys} as {@code max_keys}, {@code versionId} as {@code version_id}. Of a name given twice the first counts.
 */
final class Query {

    private static final Query NONE = new Query(Map.of());

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /** Reads what stands behind the question mark; refuses what cannot be decoded. */
    static Query parse(String text) {
        return text.isEmpty() ? NONE : parsePairs(text);
    }

    private static Query parsePairs(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = Percent.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.isEmpty()) {
                values.putIfAbsent(canonical(name), equals < 0 ? "" : Percent.decodeQuery(pair.substring(equals + 1)));
            }
        }
        return new Query(values);
    }

    private static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("versionid") ? "version_id" : lower.replace('-', '_');
    }

    /** Every name that was given. */
    Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** Whether the parameter is there, with or without a value. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value; a parameter without one counts as absent. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** The value, or a refusal that names the parameter. */
    String required(String name) {
        return text(name).orElseThrow(() -> new InvalidValueException("the request needs the parameter " + name));
    }

    /** An id, or a refusal that names the parameter. */
    UUID uuid(String name) {
        return uuid(name, required(name));
    }

    static UUID uuid(String name, String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(name + " is no UUID: " + value, e);
        }
    }

    /** A number that is not negative. */
    OptionalLong number(String name) {
        Optional<String> value = text(name);
        return value.isPresent() ? OptionalLong.of(number(name, value.get())) : OptionalLong.empty();
    }

    private static long number(String name, String value) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidValueException(name + " is no number: " + value, e);
        }
        throw new InvalidValueException(name + " cannot be negative: " + value);
    }

    /** True of {@code true} in any case and of a flag without value; false if absent. */
    boolean isTrue(String name) {
        String value = values.getOrDefault(name, "false");
        if (!value.isEmpty() && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new InvalidValueException(name + " is true or false, not " + value);
        }
        return !value.equalsIgnoreCase("false");
    }

    /** One of an enum's constants, in any case. */
    <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
        return text(name).map(value -> constant(name, type, value));
    }

    static <E extends Enum<E>> E constant(String name, Class<E> type, String value) {
        try {
            return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(name + " cannot be " + value, e);
        }
    }
}
