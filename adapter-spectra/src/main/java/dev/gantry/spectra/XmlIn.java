package dev.gantry.spectra;

import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads one XML document as a stream of elements, with no DTD, no external entity, and limits on depth and sizes; what it
 * refuses is 400. Element and attribute names are compared without regard to case and namespace. Not thread-safe.
 */
final class XmlIn {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_TEXT = 16 * 1024;
    private static final int MAX_ATTRIBUTES = 32;
    private static final XMLInputFactory FACTORY = factory();

    private final LimitedInputStream body;
    private final XMLStreamReader reader;
    private int depth;

    private XmlIn(LimitedInputStream body) throws XMLStreamException {
        this.body = body;
        this.reader = FACTORY.createXMLStreamReader(body);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = HardenedXml.factory(MAX_DEPTH, MAX_ATTRIBUTES, MAX_TEXT);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** Opens a document and moves to its root, which must have that name. */
    static XmlIn open(LimitedInputStream body, String root) {
        try {
            XmlIn in = new XmlIn(body);
            if (!in.next() || !in.isAt(root)) {
                throw new ApiException(Problem.INVALID, "the document's root is not " + root);
            }
            return in;
        } catch (XMLStreamException e) {
            throw refusal(e);
        }
    }

    /** Moves to the next element's start, in document order; false at the document's end. */
    boolean next() {
        try {
            while (reader.hasNext()) {
                body.piece();
                if (isElementStart(reader.next())) {
                    return true;
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw refusal(e);
        }
    }

    private boolean isElementStart(int event) {
        if (event == XMLStreamConstants.DTD) {
            throw new ApiException(Problem.INVALID, "the document brings a DTD, which is not read here");
        }
        depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        return event == XMLStreamConstants.START_ELEMENT;
    }

    /** How deep the current element stands; the root is at 1. */
    int depth() {
        return depth;
    }

    boolean isAt(String name) {
        return reader.getLocalName().equalsIgnoreCase(name);
    }

    String name() {
        return reader.getLocalName().toLowerCase(Locale.ROOT);
    }

    /** An attribute of the current element. */
    Optional<String> attribute(String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equalsIgnoreCase(name)) {
                return Optional.of(reader.getAttributeValue(i));
            }
        }
        return Optional.empty();
    }

    /** The text of the current element, which must have no children; moves behind it. */
    String text() {
        try {
            String text = reader.getElementText();
            depth--;
            return text;
        } catch (XMLStreamException e) {
            throw refusal(e);
        }
    }

    private static ApiException refusal(XMLStreamException e) {
        return DocumentRefusal.of(e, e.getNestedException() == null ? e : e.getNestedException());
    }
}
