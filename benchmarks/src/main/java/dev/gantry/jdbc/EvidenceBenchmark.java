package dev.gantry.jdbc;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkPlan;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.JobTerms;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.peers.Folders;
import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.ChunkUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How many blobs' evidence a second become durable, each in an update of its own? {@code benchmarks/jmh Evidence} */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EvidenceBenchmark {

    private static final int IN_FLIGHT = 2000;
    private static final BucketName BUCKET = new BucketName("bucket");
    private static final JobId JOB = new JobId(new UUID(1, 1));

    private Path folder;
    private SqliteJobStore store;
    private List<Chunk> chunks;
    private int round;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("evidence");
        store = SqliteJobStore.at(folder.resolve("jobs.db"));
        store.open().toCompletableFuture().join();
        store.jobs().begin(job()).toCompletableFuture().join();
        chunks = new ArrayList<>();
        ChunkPlan plan = new ChunkPlan(JOB, chunks::add);
        for (int i = 0; i < 50_000; i++) {
            ObjectName name = new ObjectName("folder/of/some/depth/object-" + i);
            plan.add(name, new ObjectId(new UUID(2, i)), BlobLayout.whole(1 << 10), Optional.empty());
        }
        plan.finish();
        chunks.forEach(chunk -> store.chunks()
                .append(BUCKET, List.of(chunk))
                .toCompletableFuture()
                .join());
        store.jobs().save(job()).toCompletableFuture().join();
    }

    private static Job job() {
        User owner = new User(new UserId(new UUID(3, 3)), "owner", Role.USER);
        JobTerms terms = new JobTerms("evidence", Priority.NORMAL, Ordering.NONE);
        return Job.begun(JOB, JobKind.PUT, new StoreId("primary"), BUCKET, owner, terms, Instant.EPOCH)
                .with(new JobSize(50_000, 50_000, 50, 50_000L << 10));
    }

    @Benchmark
    @OperationsPerInvocation(IN_FLIGHT)
    public void durable() {
        List<CompletableFuture<Void>> answers = new ArrayList<>(IN_FLIGHT);
        for (int i = 0; i < IN_FLIGHT; i++) {
            Chunk chunk = chunks.get(i % chunks.size());
            int blobs = chunk.blobs().size();
            ChunkState state = ChunkState.waiting(blobs).grant().evidence((round + i) % blobs);
            ChunkAddress address = new ChunkAddress(JOB, chunk.number());
            answers.add(store.chunks()
                    .record(new ChunkUpdate(address, state, 1 << 10, List.of(), Map.of()))
                    .toCompletableFuture());
        }
        round++;
        answers.forEach(CompletableFuture::join);
    }

    @TearDown
    public void close() throws IOException {
        store.close();
        Folders.delete(folder);
    }
}
