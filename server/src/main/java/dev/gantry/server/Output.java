package dev.gantry.server;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A command's standard output: a line of text for people, or a JSON object, for each thing (docs/command-line.md). */
final class Output {

    private final PrintWriter out;
    private final boolean json;

    Output(Console console, boolean json) {
        this.out = console.out();
        this.json = json;
    }

    boolean json() {
        return json;
    }

    /** One thing: {@code event} and {@code fields} in JSON, else {@code text}. */
    void print(String event, Map<String, ?> fields, String text) {
        if (json) {
            event(event, fields);
        } else {
            out.println(text);
            out.flush();
        }
    }

    /** One thing that only scripts are told. */
    void event(String event, Map<String, ?> fields) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("event", event);
            all.putAll(fields);
            out.println(Json.line(all));
            out.flush();
        }
    }

    /** The last line of a listing, for scripts. */
    void summary(long count) {
        event("summary", Map.of("count", count));
    }
}
