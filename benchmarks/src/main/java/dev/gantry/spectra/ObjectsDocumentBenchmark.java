package dev.gantry.spectra;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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

    private static final XmlMapper MAPPER = XmlMapper.shared();

    @Param({"1000", "500000"})
    private int objects;

    private byte[] document;

    @Setup
    public void write() throws IOException {
        document = BulkDocuments.request(objects).readAllBytes();
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
        BulkDocuments.Request read = MAPPER.readValue(document, BulkDocuments.Request.class);
        return read.objects().stream().mapToLong(BulkDocuments.Asked::size).sum();
    }
}
