package dev.gantry.spectra;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import tools.jackson.dataformat.xml.XmlMapper;
import tools.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import tools.jackson.dataformat.xml.annotation.JacksonXmlProperty;

/**
 * What does it cost to read the document of a START_BULK_PUT, beside the same with a tree of Jackson's databind?
 * {@code benchmarks/jmh -prof gc ObjectsDocument}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ObjectsDocumentBenchmark {

    /** The document as databind sees it. */
    record Document(
            @JacksonXmlElementWrapper(useWrapping = false) @JacksonXmlProperty(localName = "Object")
            List<Entry> objects) {}

    /** One object as databind sees it. */
    record Entry(
            @JacksonXmlProperty(isAttribute = true, localName = "Name")
            String name,

            @JacksonXmlProperty(isAttribute = true, localName = "Size")
            long size) {}

    private static final XmlMapper MAPPER = XmlMapper.shared();

    @Param({"1000", "500000"})
    private int objects;

    private byte[] document;

    @Setup
    public void write() {
        StringBuilder text = new StringBuilder("<Objects>");
        for (int i = 0; i < objects; i++) {
            text.append("<Object Name=\"folder/of/some/depth/object-").append(i);
            text.append("\" Size=\"").append(1000 + i).append("\"/>");
        }
        document = text.append("</Objects>").toString().getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public long stream() {
        var entries = new ObjectsDocument(new LimitedInputStream(new ByteArrayInputStream(document)));
        long bytes = 0;
        while (entries.hasNext()) {
            bytes += entries.next().size().orElseThrow();
        }
        return bytes;
    }

    @Benchmark
    public long databind() {
        Document read = MAPPER.readValue(document, Document.class);
        return read.objects().stream().mapToLong(Entry::size).sum();
    }
}
