package dev.gantry.spectra;

import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.codehaus.stax2.XMLOutputFactory2;

/**
 * Writes one XML document as a stream. An element with content always gets an end tag, even if nothing is in it, since
 * clients take a self-closed root for no answer; a value that is absent becomes a self-closed element, which they take
 * for null (docs/spectra-s3.md, Documents). Characters that XML cannot carry become U+FFFD. Not thread-safe.
 */
final class XmlOut {

    private static final WstxOutputFactory FACTORY = factory();

    /** A step that the XML writer may fail at. */
    private interface Step {
        void run() throws XMLStreamException;
    }

    private final XMLStreamWriter writer;

    private XmlOut(XMLStreamWriter writer) {
        this.writer = writer;
    }

    private static WstxOutputFactory factory() {
        WstxOutputFactory factory = new WstxOutputFactory();
        factory.setProperty(XMLOutputFactory2.P_AUTOMATIC_EMPTY_ELEMENTS, false);
        return factory;
    }

    /** Writes a whole document with that root to {@code out}, which stays open. */
    static void write(OutputStream out, String root, Consumer<XmlOut> content) throws IOException {
        try {
            XMLStreamWriter writer = FACTORY.createXMLStreamWriter(out, "UTF-8");
            writer.writeStartDocument("UTF-8", "1.0");
            new XmlOut(writer).element(root, content);
            writer.writeEndDocument();
            writer.close();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** An element whose attributes and children {@code content} writes, in that order. */
    XmlOut element(String name, Consumer<XmlOut> content) {
        step(() -> writer.writeStartElement(name));
        content.accept(this);
        step(writer::writeEndElement);
        return this;
    }

    /** An element with a text. */
    XmlOut text(String name, Object value) {
        String text = text(value);
        if (text.isEmpty()) {
            step(() -> writer.writeEmptyElement(name));
        } else {
            element(name, out -> out.step(() -> writer.writeCharacters(text)));
        }
        return this;
    }

    /** An attribute of the element that was begun last. */
    XmlOut attribute(String name, Object value) {
        step(() -> writer.writeAttribute(name, text(value)));
        return this;
    }

    private static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(XmlOut::text).orElse("");
        }
        return value instanceof Instant instant ? Dates.format(instant) : XmlText.replaceIllegal(value.toString());
    }

    private void step(Step step) {
        try {
            step.run();
        } catch (XMLStreamException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
