package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.spi.ProviderException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a streaming task is asked for: a space alone as bare text or in a map in XML, or a JSON object since DuraStore 3.3
 * (docs/s3.md, Streaming tasks).
 *
 * @param json whether it is answered in JSON, as it came
 */
record StreamingRequest(BucketName space, boolean json) {

    private static final Set<String> KNOWN = Set.of("spaceId", "secure", "allowedOrigins");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** {@link InvalidValueException} if it is none of the forms, Rejected if it asks for what is not offered. */
    static StreamingRequest parse(String parameters) {
        String text = parameters.strip();
        if (text.startsWith("{")) {
            return ofJson(text);
        }
        String space = text.startsWith("<") ? ofMap(MapDocument.read(text)) : text;
        return new StreamingRequest(space(space), false);
    }

    private static String ofMap(Map<String, String> map) {
        requireKnown(map.keySet(), Set.of("spaceId"));
        return map.getOrDefault("spaceId", "");
    }

    private static BucketName space(String id) {
        if (id.isBlank()) {
            throw new InvalidValueException("A Space ID must be provided");
        }
        return new BucketName(id);
    }

    private static StreamingRequest ofJson(String text) {
        JsonNode node = object(text);
        requireKnown(Set.copyOf(node.propertyNames()), KNOWN);
        requireOffered(node.path("secure"), node.path("allowedOrigins"));
        return new StreamingRequest(space(text(node.path("spaceId"))), true);
    }

    private static JsonNode object(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new InvalidValueException("the parameters are no JSON object: " + e.getOriginalMessage(), e);
        }
    }

    private static void requireKnown(Set<String> names, Set<String> known) {
        String unknown =
                names.stream().filter(name -> !known.contains(name)).sorted().collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new InvalidValueException("there is no parameter " + unknown);
        }
    }

    private static void requireOffered(JsonNode secure, JsonNode origins) {
        if (!secure.isMissingNode() && !secure.isNull() && !secure.isBoolean()) {
            throw new InvalidValueException("secure is true or false, not " + secure);
        }
        if (secure.asBoolean(false)) {
            throw new ProviderException.Rejected(
                    "secure streaming, by signed URLs or cookies, is not offered; leave out secure", null);
        }
        if (!isEveryOrigin(origins)) {
            throw new ProviderException.Rejected(
                    "pages of every origin may play what is streamed; leave out allowedOrigins, or give [\"*\"]", null);
        }
    }

    private static boolean isEveryOrigin(JsonNode origins) {
        if (origins.isMissingNode() || origins.isNull()) {
            return true;
        }
        if (!origins.isArray()) {
            throw new InvalidValueException("allowedOrigins is a list of origins, not " + origins);
        }
        List<String> given = origins.valueStream().map(StreamingRequest::text).toList();
        return given.isEmpty() || given.equals(List.of("*"));
    }

    private static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        if (!node.isString()) {
            throw new InvalidValueException("a text is needed, not " + node);
        }
        return node.asString();
    }

    /** The answer in the form in which it was asked for; JSON in the given order. */
    static String json(Map<String, String> answer) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer);
    }
}
