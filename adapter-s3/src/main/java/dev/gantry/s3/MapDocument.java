package dev.gantry.s3;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import dev.gantry.domain.InvalidValueException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * A map of texts as XStream writes it, the form of the older tasks' parameters and results (docs/durastore.md, Parameters).
 * Whoever sends one need not be trusted: no DTD, no entities, limits on everything.
 */
final class MapDocument {

    private static final int MAX_ENTRIES = 100;
    private static final int MAX_TEXT = 10_280;
    private static final int MAX_DEPTH = 4;
    private static final XMLInputFactory FACTORY = factory();

    private MapDocument() {}

    private static XMLInputFactory factory() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, MAX_TEXT);
        return factory;
    }

    /** At most 100 entries of at most 10,280 characters; {@link InvalidValueException} if it is no such map. */
    static Map<String, String> read(String text) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text.strip()));
            try {
                return map(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new InvalidValueException("the parameters are no map in XML: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> map(XMLStreamReader reader) throws XMLStreamException {
        Map<String, String> map = new LinkedHashMap<>();
        next(reader, "map", "tree-map", "linked-hash-map");
        while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
            require(reader.getLocalName().equals("entry"), "a map holds entries, not " + reader.getLocalName());
            List<String> entry = entry(reader);
            require(entry.size() == 2, "an entry has two strings, a name and a value");
            require(map.put(entry.get(0), entry.get(1)) == null, "it has " + entry.get(0) + " twice");
            require(map.size() <= MAX_ENTRIES, "it has more than " + MAX_ENTRIES + " entries");
        }
        end(reader);
        return map;
    }

    private static List<String> entry(XMLStreamReader reader) throws XMLStreamException {
        List<String> strings = new ArrayList<>();
        while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
            String kind = reader.getLocalName();
            require(kind.equals("string") || kind.equals("null"), "an entry holds strings, not " + kind);
            strings.add(reader.getElementText());
            require(strings.size() <= 2, "an entry has more than two strings");
        }
        return strings;
    }

    private static void next(XMLStreamReader reader, String... names) throws XMLStreamException {
        reader.nextTag();
        require(List.of(names).contains(reader.getLocalName()), "its root is not " + names[0]);
    }

    /** What is malformed behind the map is found too. */
    private static void end(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            reader.next();
        }
    }

    private static void require(boolean met, String otherwise) throws XMLStreamException {
        if (!met) {
            throw new XMLStreamException(otherwise);
        }
    }

    /** In the map's own order; characters that XML cannot carry become question marks. */
    static String write(Map<String, String> map) {
        return map.isEmpty()
                ? "<map/>"
                : map.entrySet().stream()
                        .map(entry ->
                                "  <entry>\n" + string(entry.getKey()) + string(entry.getValue()) + "  </entry>\n")
                        .collect(Collectors.joining("", "<map>\n", "</map>"));
    }

    private static String string(String value) {
        String escaped = value.replaceAll("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
        return "    <string>" + escaped + "</string>\n";
    }
}
