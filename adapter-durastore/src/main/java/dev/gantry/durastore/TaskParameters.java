package dev.gantry.durastore;

import dev.gantry.domain.InvalidValueException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A task's parameters in any of the forms that were ever in use: bare text, a map in XML, a JSON object
 * (docs/durastore.md, Parameters).
 *
 * @param text as it came
 * @param named empty of bare text
 */
record TaskParameters(String text, Form form, Map<String, String> named) {

    private static final int MAX_NAMES = 1000;
    private static final JsonFactory JSON = new JsonFactory();

    /** How parameters are written. */
    enum Form {
        BARE,
        XML,
        JSON
    }

    /** Reads any; what begins like XML or JSON and is none is refused with {@link InvalidValueException}. */
    static TaskParameters parse(String text) {
        String start = text.stripLeading();
        if (start.startsWith("{")) {
            return new TaskParameters(text, Form.JSON, json(text));
        }
        return start.startsWith("<")
                ? new TaskParameters(text, Form.XML, xml(start))
                : new TaskParameters(text, Form.BARE, Map.of());
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(named.get(name));
    }

    private static Map<String, String> xml(String text) {
        List<String> strings = new ArrayList<>();
        try {
            RemoteXml.read(new StringReader(text), "map", new RemoteXml.Elements() {
                @Override
                public void end(String name, String value) {
                    if (name.equals("string") || name.equals("null")) {
                        strings.add(value);
                    }
                }
            });
        } catch (IOException e) {
            throw new InvalidValueException("the parameters are no map in XML: " + e.getMessage(), e);
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i + 1 < Math.min(strings.size(), 2 * MAX_NAMES); i += 2) {
            named.put(strings.get(i), strings.get(i + 1));
        }
        return named;
    }

    /** Only what can stand in the other forms has a name: texts, numbers and truth values. */
    private static Map<String, String> json(String text) {
        Map<String, String> named = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME && named.size() < MAX_NAMES) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isScalarValue()) {
                    named.put(name, parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
            return named;
        } catch (JacksonException e) {
            throw new InvalidValueException("the parameters are no JSON object: " + e.getOriginalMessage(), e);
        }
    }

    static String toXml(Map<String, String> named) {
        return named.entrySet().stream()
                .map(entry -> "  <entry>\n    <string>" + Answers.escaped(entry.getKey()) + "</string>\n    <string>"
                        + Answers.escaped(entry.getValue()) + "</string>\n  </entry>\n")
                .collect(Collectors.joining("", "<map>\n", "</map>"));
    }

    static String toJson(Map<String, String> named) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            named.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        return out.toString();
    }
}
