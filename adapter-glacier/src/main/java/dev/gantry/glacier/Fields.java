package dev.gantry.glacier;

import dev.gantry.domain.InvalidValueException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The parameters and results of tasks: one JSON object of known fields. */
final class Fields {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode node;

    private Fields(JsonNode node) {
        this.node = node;
    }

    /** Refuses anything but an object of no other fields than those known, with {@link InvalidValueException}. */
    static Fields read(String text, Set<String> known) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node == null || !node.isObject()) {
                throw new InvalidValueException("the parameters are a JSON object with " + known);
            }
            node.propertyNames().stream()
                    .filter(name -> !known.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new InvalidValueException("there is no parameter " + name + "; there are " + known);
                    });
            return new Fields(node);
        } catch (JacksonException e) {
            throw new InvalidValueException("the parameters are no JSON: " + e.getOriginalMessage(), e);
        }
    }

    Optional<String> text(String name) {
        JsonNode child = node.path(name);
        return child.isValueNode() && !child.isNull() ? Optional.of(child.asString()) : Optional.empty();
    }

    String require(String name) {
        return text(name).orElseThrow(() -> new InvalidValueException("the parameter " + name + " is missing"));
    }

    <T> Optional<T> as(String name, Function<String, T> reader) {
        return text(name).map(reader);
    }

    Optional<Instant> time(String name) {
        return text(name).map(Fields::instant);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidValueException("a time is written like 2026-12-24T18:00:00Z, not " + text, e);
        }
    }

    /** A child that is an object of texts. */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new TreeMap<>();
        node.path(name)
                .properties()
                .forEach(e -> texts.put(e.getKey(), e.getValue().asString()));
        return texts;
    }

    static String write(Map<String, ?> fields) {
        return JSON.writeValueAsString(fields);
    }
}
