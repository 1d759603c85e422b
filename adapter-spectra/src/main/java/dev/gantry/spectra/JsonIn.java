package dev.gantry.spectra;

import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON document as a stream, with limits on depth and sizes; what it refuses is 400. Members that nobody asks
 * for are skipped. Not thread-safe.
 */
final class JsonIn {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_TEXT = 16 * 1024;
    private static final int MAX_NUMBER = 32;
    private static final int MAX_MEMBERS = 32;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_TEXT)
                    .maxNumberLength(MAX_NUMBER)
                    .build())
            .build();

    private final LimitedInputStream body;
    private final JsonParser parser;
    private JsonToken at;

    private JsonIn(LimitedInputStream body) {
        this.body = body;
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), body);
    }

    /** Reads a whole document that is one object: {@code content} is given the reader at its beginning. */
    static void read(LimitedInputStream body, Consumer<JsonIn> content) {
        try {
            JsonIn in = new JsonIn(body);
            in.next();
            content.accept(in);
            if (in.next() != null) {
                throw new ApiException(Problem.INVALID, "the document goes on behind its end");
            }
        } catch (JacksonException e) {
            throw DocumentRefusal.of(e, e.getCause() == null ? e : e.getCause());
        }
    }

    private JsonToken next() {
        body.piece();
        at = parser.nextToken();
        return at;
    }

    private void require(JsonToken token, String what) {
        if (at != token) {
            throw new ApiException(Problem.INVALID, "the document has no " + what + " where one belongs");
        }
    }

    /** Reads an object: {@code member} is given each name, and reads or skips the value. */
    void object(Consumer<String> member) {
        require(JsonToken.START_OBJECT, "object");
        for (int count = 1; next() != JsonToken.END_OBJECT; count++) {
            if (count > MAX_MEMBERS) {
                throw new ApiException(Problem.INVALID, "an object of the document has too many members");
            }
            String name = parser.currentName();
            next();
            member.accept(name);
        }
    }

    /** Reads an array: {@code item} reads or skips each value. */
    void array(Runnable item) {
        require(JsonToken.START_ARRAY, "array");
        while (next() != JsonToken.END_ARRAY) {
            item.run();
        }
    }

    /** Reads an object whose values are texts, numbers and the like; {@code other} reads or skips those that are not. */
    JsonRecord values(String what, Consumer<String> other) {
        Map<String, String> values = new HashMap<>();
        object(name -> {
            if (at.isScalarValue()) {
                values.put(name, at == JsonToken.VALUE_NULL ? "" : parser.getString());
            } else {
                other.accept(name);
            }
        });
        return new JsonRecord(what, values);
    }

    JsonRecord values(String what) {
        return values(what, name -> skip());
    }

    /** The current value as text. */
    String text() {
        require(JsonToken.VALUE_STRING, "text");
        return parser.getString();
    }

    void skip() {
        if (at.isStructStart()) {
            for (int depth = 1; depth > 0; ) {
                JsonToken inside = next();
                depth += inside.isStructStart() ? 1 : inside.isStructEnd() ? -1 : 0;
            }
        }
    }
}
