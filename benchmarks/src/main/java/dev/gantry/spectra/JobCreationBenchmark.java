package dev.gantry.spectra;

import com.sun.management.OperatingSystemMXBean;
import dev.gantry.domain.Blob;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.engine.Gantry;
import dev.gantry.file.FileProvider;
import dev.gantry.jdbc.SqliteJobStore;
import dev.gantry.peers.Folders;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.Created;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.transport.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.dataformat.xml.XmlMapper;

/**
 * What does a START_BULK_PUT cost as a whole, its document read, planned, stored in SQLite and answered, beside the same
 * with both documents as trees of Jackson's databind? Planning and storing are the same code. The counters are what the
 * whole process took of the processors, the collector and the job store's thread included, summed over the iterations;
 * {@code inTurn} lets nobody have the quieter machine. {@code benchmarks/jmh JobCreationBenchmark.inTurn}; how little heap each can
 * do with: {@code benchmarks/jmh -jvmArgsAppend -Xmx64m JobCreationBenchmark.stream}. Last answer: 0.83 of the trees' time, a
 * sixth of their heap (benchmarks/RESULTS.md).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 6)
@Measurement(iterations = 7)
public class JobCreationBenchmark {

    private static final XmlMapper MAPPER = XmlMapper.shared();
    private static final User ROOT = new User(new UserId(new UUID(0, 1)), "root", Role.ROOT);
    private static final BucketName BUCKET = new BucketName("bucket");
    private static final int PAGE = 8;

    /** Processor time, which others on the machine do not change as they change time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {

        public double streamMillis;
        public double databindMillis;
    }

    private interface Creation {
        JobId run() throws Exception;
    }

    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @Param({"500000"})
    private int objects;

    private Path folder;
    private Gantry gantry;
    private Gateway gateway;
    private JobDocuments documents;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("creation");
        gantry = Gantry.builder()
                .store(FileProvider.at(new StoreId("primary"), folder.resolve("store")))
                .jobStore(SqliteJobStore.at(folder.resolve("jobs.db")))
                .start()
                .toCompletableFuture()
                .join();
        gateway = gantry.as(ROOT);
        gateway.buckets().create(BUCKET, Optional.empty()).toCompletableFuture().join();
        documents = new JobDocuments(new SpectraSettings(
                "localhost",
                () -> 80,
                false,
                new UUID(1, 1),
                SpectraSettings.DEFAULT_MAX_DOCUMENT,
                SpectraSettings.DEFAULT_MAX_SMALL_DOCUMENT,
                SpectraSettings.DEFAULT_MAX_PLAN,
                SpectraSettings.DEFAULT_MAX_SKEW,
                InstantSource.system()));
    }

    @Benchmark
    public void stream(Cost cost) throws Exception {
        cost.streamMillis += millis(this::byStream);
    }

    @Benchmark
    public void databind(Cost cost) throws Exception {
        cost.databindMillis += millis(this::byTrees);
    }

    @Benchmark
    public void inTurn(Cost cost) throws Exception {
        stream(cost);
        databind(cost);
    }

    private double millis(Creation creation) throws Exception {
        long before = process.getProcessCpuTime();
        JobId job = creation.run();
        double millis = (process.getProcessCpuTime() - before) / 1e6;
        Stages.await(gateway.jobs().cancel(job, "measured"));
        return millis;
    }

    private JobId byStream() throws IOException {
        LimitedInputStream body = new LimitedInputStream(BulkDocuments.request(objects));
        Created created =
                Stages.await(JobCreation.create(gateway, JobKind.PUT, JobOptions.of(Query.parse("")), BUCKET, body));
        Reply.Document answer =
                (Reply.Document) documents.created(gateway, created).body();
        answer.writer().writeTo(OutputStream.nullOutputStream());
        return created.job().id();
    }

    private JobId byTrees() {
        BulkDocuments.Request read = MAPPER.readValue(BulkDocuments.request(objects), BulkDocuments.Request.class);
        JobRequest request =
                new JobRequest(JobKind.PUT, BUCKET, "job", Optional.empty(), Ordering.IN_ORDER, OptionalLong.empty());
        Created created = Stages.await(gateway.jobs()
                .create(
                        request,
                        read.objects().stream()
                                .map(asked -> new AskedObject(new ObjectName(asked.name()), asked.size()))
                                .iterator()));
        MAPPER.writeValue(OutputStream.nullOutputStream(), answer(created));
        return created.job().id();
    }

    private BulkDocuments.Answer answer(Created created) {
        List<BulkDocuments.Chunk> chunks = new ArrayList<>();
        for (int from = 0; from < created.chunks(); from += PAGE) {
            Stages.await(gateway.chunks().page(created.job().id(), from, PAGE))
                    .forEach(listing -> chunks.add(chunk(listing.chunk())));
        }
        return new BulkDocuments.Answer(created.job().id().toString(), chunks);
    }

    private static BulkDocuments.Chunk chunk(Chunk chunk) {
        return new BulkDocuments.Chunk(
                chunk.id().toString(),
                chunk.number(),
                chunk.blobs().stream().map(JobCreationBenchmark::listed).toList());
    }

    private static BulkDocuments.Listed listed(Blob blob) {
        return new BulkDocuments.Listed(
                BUCKET.value(),
                blob.id().toString(),
                false,
                true,
                blob.length(),
                blob.name().value(),
                blob.offset(),
                blob.object().toString());
    }

    @TearDown
    public void close() throws IOException {
        gantry.close();
        Folders.delete(folder);
    }
}
