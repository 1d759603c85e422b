package dev.gantry.s3;

import dev.gantry.s3.FakeService.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** An element of a request's document, by the JDK's own parser: an independent reader of what the SDK writes. */
final class FakeElement {

    private final Element element;

    private FakeElement(Element element) {
        this.element = element;
    }

    static FakeElement parse(InputStream in) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return new FakeElement(factory.newDocumentBuilder().parse(in).getDocumentElement());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new Refusal(400, "MalformedXML", "The XML is not well-formed: " + e.getMessage());
        }
    }

    List<FakeElement> children() {
        List<FakeElement> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(new FakeElement(child));
            }
        }
        return children;
    }

    String name() {
        return element.getTagName();
    }

    Optional<FakeElement> find(String name) {
        return children().stream().filter(child -> child.name().equals(name)).findFirst();
    }

    FakeElement child(String name) {
        return find(name).orElseThrow(() -> new Refusal(400, "MissingArgument", name + " is missing in " + name()));
    }

    String text() {
        return element.getTextContent();
    }

    String require(String name) {
        return child(name).text();
    }

    /** What stands in it. */
    String xml() {
        StringBuilder xml = new StringBuilder();
        children().forEach(child -> xml.append(child.outerXml()));
        return xml.toString();
    }

    private String outerXml() {
        try {
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter out = new StringWriter();
            transformer.transform(new DOMSource(element), new StreamResult(out));
            return out.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
