package dev.gantry.spectra;

import com.ctc.wstx.stax.WstxInputFactory;
import com.ctc.wstx.stax.WstxOutputFactory;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import com.fasterxml.aalto.stax.OutputFactoryImpl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLOutputFactory2;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Which parser and writer belong below the streams of documents: what do Woodstox and Aalto take for the document of a
 * START_BULK_PUT, and for its answer? Each is set up as hard as it can be. {@code benchmarks/jmh -prof gc Stax}. Last
 * answer: Aalto parses in half the time and writes no faster; Woodstox stays (docs/adr/0034-woodstox-stays.md).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class StaxBenchmark {

    /** Who parses and writes. */
    public enum Parser {
        WOODSTOX(new WstxInputFactory(), new WstxOutputFactory()),
        AALTO(new InputFactoryImpl(), new OutputFactoryImpl());

        private final XMLInputFactory in;
        private final XMLOutputFactory out;

        Parser(XMLInputFactory in, XMLOutputFactory out) {
            in.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            in.setProperty(XMLInputFactory.IS_COALESCING, true);
            in.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
            out.setProperty(XMLOutputFactory2.P_AUTOMATIC_EMPTY_ELEMENTS, false);
            this.in = in;
            this.out = out;
        }
    }

    @Param
    private Parser parser;

    @Param({"500000"})
    private int objects;

    private byte[] document;

    @Setup
    public void make() throws IOException {
        document = BulkDocuments.request(objects).readAllBytes();
    }

    @Benchmark
    public long parse() throws XMLStreamException {
        XMLStreamReader reader = parser.in.createXMLStreamReader(new ByteArrayInputStream(document));
        long sum = 0;
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                for (int i = 0; i < reader.getAttributeCount(); i++) {
                    sum += reader.getAttributeLocalName(i).length()
                            + reader.getAttributeValue(i).length();
                }
            }
        }
        reader.close();
        return sum;
    }

    @Benchmark
    public void write() throws XMLStreamException {
        XMLStreamWriter writer = parser.out.createXMLStreamWriter(OutputStream.nullOutputStream(), "UTF-8");
        writer.writeStartDocument("UTF-8", "1.0");
        writer.writeStartElement("MasterObjectList");
        for (int i = 0; i < objects; i++) {
            writer.writeStartElement("Object");
            writer.writeAttribute("Bucket", "bucket");
            writer.writeAttribute("Id", BulkDocuments.ID);
            writer.writeAttribute("InCache", "false");
            writer.writeAttribute("Latest", "true");
            writer.writeAttribute("Length", Integer.toString(i));
            writer.writeAttribute("Name", BulkDocuments.name(i));
            writer.writeAttribute("Offset", "0");
            writer.writeAttribute("VersionId", BulkDocuments.ID);
            writer.writeEndElement();
        }
        writer.writeEndElement();
        writer.writeEndDocument();
        writer.close();
    }
}
