package dev.gantry.lab.s3;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The elements of a request's document that hold text and no elements, in order. */
final class XmlTexts {

    private record Text(String name, String value) {}

    private final List<Text> texts = new ArrayList<>();

    private XmlTexts() {}

    static XmlTexts read(byte[] document) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XmlTexts read = new XmlTexts();
            read.all(factory.createXMLStreamReader(new ByteArrayInputStream(document)));
            return read;
        } catch (XMLStreamException e) {
            throw new S3Refusal(400, "MalformedXML", "The XML you provided was not well-formed: " + e.getMessage());
        }
    }

    private void all(XMLStreamReader reader) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        boolean leaf = false;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    text.setLength(0);
                    leaf = true;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    if (leaf) {
                        texts.add(new Text(reader.getLocalName(), text.toString()));
                    }
                    leaf = false;
                }
                default -> {}
            }
        }
    }

    List<String> all(String name) {
        return texts.stream()
                .filter(t -> t.name().equals(name))
                .map(Text::value)
                .toList();
    }

    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }
}
