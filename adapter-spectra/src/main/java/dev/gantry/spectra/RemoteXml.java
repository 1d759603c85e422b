package dev.gantry.spectra;

import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the documents of a far side that need not be trusted: no DTD, no entities, limits on everything. */
final class RemoteXml {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ATTRIBUTES = 64;
    private static final int MAX_TEXT = 64 * 1024;
    private static final XMLInputFactory FACTORY = HardenedXml.factory(MAX_DEPTH, MAX_ATTRIBUTES, MAX_TEXT);

    private RemoteXml() {}

    /** Hears of elements, outermost at depth 0. */
    interface Elements {

        /** An element begins; its attributes are to be had from {@code reader}, which must not be moved. */
        void begin(int depth, String name, XMLStreamReader reader) throws XMLStreamException;

        /** An element ends; {@code text} is what stood in it, its children's text excepted. */
        void end(int depth, String name, String text) throws XMLStreamException;
    }

    /** Reads a whole document whose root must be {@code root}, up to the end of {@code in}. */
    static void read(InputStream in, String root, Elements elements) throws XMLStreamException {
        XMLStreamReader reader = FACTORY.createXMLStreamReader(in);
        try {
            walk(reader, root, elements);
        } finally {
            reader.close();
        }
    }

    private static void walk(XMLStreamReader reader, String root, Elements elements) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    demandRoot(depth, root, reader);
                    text.setLength(0);
                    elements.begin(depth++, reader.getLocalName(), reader);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    elements.end(--depth, reader.getLocalName(), text.toString());
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(text, reader);
                case XMLStreamConstants.DTD -> throw new XMLStreamException("it holds a document type");
                default -> {}
            }
        }
    }

    private static void demandRoot(int depth, String root, XMLStreamReader reader) throws XMLStreamException {
        if (depth == 0 && !reader.getLocalName().equals(root)) {
            throw new XMLStreamException("its root is " + reader.getLocalName() + " and not " + root);
        }
    }

    private static void append(StringBuilder text, XMLStreamReader reader) throws XMLStreamException {
        if (text.length() + reader.getTextLength() > MAX_TEXT) {
            throw new XMLStreamException("it holds a text of more than " + MAX_TEXT + " characters");
        }
        text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
    }
}
