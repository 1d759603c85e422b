package dev.gantry.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** JSON objects of the command line and of the data directory. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** The object on one line, its fields in the map's order. */
    static String line(Map<String, ?> fields) {
        return MAPPER.writeValueAsString(fields);
    }

    static Map<String, Object> parse(Path file, String text) throws IOException {
        try {
            return MAPPER.readValue(text, new TypeReference<Map<String, Object>>() {});
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }
}
