package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One element of a small answer, whole in memory. A value is the same whether it stands in an attribute or in a child
 * element, since the protocol writes the same records both ways (docs/spectra-s3.md, Inspect jobs).
 */
final class RemoteElement {

    private static final int MAX_ELEMENTS = 500_000;

    private final String name;
    private final Map<String, String> attributes;
    private final List<RemoteElement> children = new ArrayList<>();
    private String text = "";

    RemoteElement(String name, Map<String, String> attributes) {
        this.name = name;
        this.attributes = attributes;
    }

    /** Reads a document of at most 500,000 elements whose root is {@code root}. */
    static RemoteElement read(InputStream in, String root) throws XMLStreamException {
        Tree tree = new Tree();
        RemoteXml.read(in, root, tree);
        return tree.root;
    }

    /** The attributes of the element that {@code reader} stands at. */
    static Map<String, String> attributes(XMLStreamReader reader) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return attributes;
    }

    /** The value of that name; one that is empty counts as absent, as for the vendor's SDK. */
    Optional<String> find(String value) {
        return Optional.ofNullable(attributes.get(value))
                .or(() -> children(value).stream().findFirst().map(child -> child.text))
                .filter(found -> !found.isEmpty());
    }

    /** The value of that name, which must be there. */
    String get(String value) {
        return find(value).orElseThrow(() -> new InvalidValueException("the " + name + " has no " + value));
    }

    /** The number of that name, which must be there and not negative. */
    long number(String value) {
        return RemoteValues.number(value, get(value));
    }

    /** Whether the value of that name is there and says true. */
    boolean isTrue(String value) {
        return find(value).filter("true"::equalsIgnoreCase).isPresent();
    }

    /** The child elements of that name, in order. */
    List<RemoteElement> children(String child) {
        return children.stream().filter(c -> c.name.equals(child)).toList();
    }

    /** The texts of the child elements of that name, in order. */
    Stream<String> texts(String child) {
        return children(child).stream().map(c -> c.text);
    }

    private static final class Tree implements RemoteXml.Elements {

        private final Deque<RemoteElement> open = new ArrayDeque<>();
        private RemoteElement root;
        private int elements;

        @Override
        public void begin(int depth, String name, XMLStreamReader reader) throws XMLStreamException {
            if (++elements > MAX_ELEMENTS) {
                throw new XMLStreamException("it has more than " + MAX_ELEMENTS + " elements");
            }
            RemoteElement element = new RemoteElement(name, attributes(reader));
            if (depth == 0) {
                root = element;
            } else {
                open.element().children.add(element);
            }
            open.push(element);
        }

        @Override
        public void end(int depth, String name, String text) {
            open.pop().text = text;
        }
    }
}
