package dev.gantry.durastore;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/** Reads small documents that need not be trusted: no DTD, no entities, limits on everything. */
final class RemoteXml {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_ATTRIBUTES = 16;
    private static final int MAX_TEXT = 1 << 20;
    private static final XMLInputFactory FACTORY = factory();

    private RemoteXml() {}

    private static XMLInputFactory factory() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MAX_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, MAX_TEXT);
        factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, MAX_TEXT);
        return factory;
    }

    /** Hears of elements: of each start with its attributes, of each end with the text behind the last start. */
    interface Elements {
        default void begin(String name, XMLStreamReader attributes) throws XMLStreamException {}

        default void end(String name, String text) throws XMLStreamException {}
    }

    /** Reads a whole document whose root has that name; anything else is an {@link IOException} that says why. */
    static void read(InputStream in, String root, Elements elements) throws IOException {
        read(() -> FACTORY.createXMLStreamReader(in), root, elements);
    }

    static void read(Reader in, String root, Elements elements) throws IOException {
        read(() -> FACTORY.createXMLStreamReader(in), root, elements);
    }

    private interface Opening {
        XMLStreamReader open() throws XMLStreamException;
    }

    private static void read(Opening opening, String root, Elements elements) throws IOException {
        try {
            XMLStreamReader reader = opening.open();
            try {
                walk(reader, root, elements);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException cut
                    ? cut
                    : new UnusableDocumentException(e.getMessage(), e);
        }
    }

    private static void walk(XMLStreamReader reader, String root, Elements elements) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                require(!first || reader.getLocalName().equals(root), "its root is not " + root);
                first = false;
                text.setLength(0);
                elements.begin(reader.getLocalName(), reader);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                elements.end(reader.getLocalName(), text.toString());
                text.setLength(0);
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                require(text.length() + reader.getTextLength() <= MAX_TEXT, "it holds too long a text");
                text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
            } else {
                require(event != XMLStreamConstants.DTD, "it holds a document type");
            }
        }
    }

    private static void require(boolean met, String otherwise) throws XMLStreamException {
        if (!met) {
            throw new XMLStreamException(otherwise);
        }
    }
}
