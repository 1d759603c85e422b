package dev.gantry.durastore;

import dev.gantry.transport.Headers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the fake's servlet container gives it on: decoded, its path normalised.
 *
 * @param first the first step of the path behind the context
 * @param rest what stands behind it
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record FakeRequest(String method, String first, String rest, Map<String, String> query, Headers headers, byte[] body) {

    Optional<String> header(String name) {
        return headers.first(name);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The properties that it brings: matched in lower case, ASCII alone. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (name.startsWith("x-dura-meta-") && !name.startsWith("x-dura-meta-copy-source")) {
                if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
                    throw FakeAnswer.refusal(400, "properties must be US-ASCII: " + name);
                }
                properties.put(name.substring("x-dura-meta-".length()), value);
            }
        });
        header("Content-Encoding").ifPresent(value -> properties.put("content-encoding", value));
        return properties;
    }
}
