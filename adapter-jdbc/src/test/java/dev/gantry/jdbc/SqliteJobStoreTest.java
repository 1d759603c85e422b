package dev.gantry.jdbc;

import static dev.gantry.tck.JobStoreContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkPlan;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.GroupName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.PageRequest;
import dev.gantry.domain.Permission;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.ChunkSummary;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.JobStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.tck.JobSamples;
import dev.gantry.tck.JobStoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobStoreTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("data/jobs.db");
    }

    private JobStore opened(DurableWrites writes) {
        JobStore store = SqliteJobStore.at(file, writes);
        await(store.open());
        return store;
    }

    private JobStore opened() {
        return opened(DurableWrites.DIRECT);
    }

    private static Chunk keep(JobStore store, Job job, int blobs) {
        Chunk chunk = JobSamples.chunk(job, 0, blobs);
        await(store.jobs().begin(job));
        await(store.chunks().append(job.bucket(), List.of(chunk)));
        await(store.jobs().save(job));
        return chunk;
    }

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        Job job = JobSamples.job(1);
        Chunk chunk;
        try (JobStore store = opened()) {
            chunk = keep(store, job, 3);
            await(store.chunks()
                    .record(JobSamples.update(chunk, ChunkState.waiting(3).evidence(1))));
        }
        try (JobStore store = opened()) {
            assertThat(await(store.jobs().find(job.id()))).contains(job);
            assertThat(await(store.chunks().find(chunk.id())).orElseThrow().state())
                    .isEqualTo(ChunkState.waiting(3).evidence(1));
        }
    }

    @Test
    void openDropsJobsWhoseCreationHadNotEndedWithAllTheirRows() throws SQLException {
        Job kept = JobSamples.job(1);
        Job left = JobSamples.job(2);
        try (JobStore store = opened()) {
            keep(store, kept, 2);
            await(store.jobs().begin(left));
            await(store.chunks().append(left.bucket(), List.of(JobSamples.chunk(left, 0, 5))));
        }
        opened().close();
        assertThat(List.of(count("job"), count("chunk"), count("plan"), count("planned_name"), count("name")))
                .containsExactly(1, 1, 1, 2, 2);
    }

    @Test
    void anEndedJobLeavesNoNames() throws SQLException {
        try (JobStore store = opened()) {
            keep(store, JobSamples.job(1), 2);
            Job large = JobSamples.job(2);
            await(store.jobs().begin(large));
            for (int i = 0; i < 21; i++) {
                await(store.chunks().append(large.bucket(), List.of(JobSamples.chunk(large, i, 1000))));
            }
            await(store.jobs().save(large));
            await(store.jobs().forget(large.id()));
        }
        assertThat(List.of(count("name"), count("planned_name"))).containsExactly(2, 2);
        try (JobStore store = opened()) {
            await(store.jobs().forget(JobSamples.job(1).id()));
        }
        assertThat(List.of(count("name"), count("planned_name"))).containsExactly(0, 0);
    }

    private int count(String table) throws SQLException {
        try (Connection connection = connect();
                var rows = connection.createStatement().executeQuery("SELECT COUNT(*) FROM " + table)) {
            return rows.getInt(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @Test
    void aFailedCommitChangesNothingAndTheStoreGoesOnWorking() {
        FailingOnce writes = new FailingOnce();
        Job job = JobSamples.job(1);
        try (JobStore store = opened(writes)) {
            Chunk chunk = keep(store, job, 2);
            writes.arm();
            var update = JobSamples.update(chunk, ChunkState.waiting(2).grant());
            assertThatThrownBy(() -> await(store.chunks().record(update)))
                    .isInstanceOf(ProviderException.Full.class)
                    .hasMessageContaining("the disk is full");
            assertThat(await(store.chunks().summaries(job.id())))
                    .extracting(ChunkSummary::granted)
                    .containsExactly(false);
            await(store.chunks().record(update));
        }
        try (JobStore store = opened()) {
            assertThat(await(store.chunks().summaries(job.id())))
                    .extracting(ChunkSummary::granted)
                    .containsExactly(true);
        }
    }

    /** Fails one commit after it is armed, as a full disk does. */
    private static final class FailingOnce implements DurableWrites {
        private volatile boolean armed;

        void arm() {
            armed = true;
        }

        @Override
        public void perform(Kind kind, Path path, Write write) throws IOException {
            assertThat(kind).isEqualTo(Kind.COMMIT);
            if (armed) {
                armed = false;
                throw new FileSystemException(path.toString(), null, "No space left on device");
            }
            write.perform();
        }
    }

    @Test
    void aProcessKilledBeforeItsCommitLeavesTheOldState() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("killed")).resolve("jobs.db");
        AtomicInteger commits = new AtomicInteger();
        Job job = JobSamples.job(1);
        try (JobStore store = opened((kind, path, write) -> {
            if (commits.incrementAndGet() == 3) {
                copyAsAKillLeavesIt(copy);
            }
            write.perform();
        })) {
            await(store.jobs().save(job));
            await(store.jobs().save(JobSamples.job(2)));
        }
        assertThat(commits).hasValue(3);
        file = copy;
        try (JobStore store = opened()) {
            assertThat(await(store.jobs().find(job.id()))).isPresent();
            assertThat(await(store.jobs().find(JobSamples.job(2).id()))).isEmpty();
        }
    }

    private void copyAsAKillLeavesIt(Path copy) throws IOException {
        Files.copy(file, copy);
        Files.copy(file.resolveSibling("jobs.db-wal"), copy.resolveSibling("jobs.db-wal"));
    }

    @Test
    void aNewerFormatIsRefusedWithItsNumberAndLeftAlone() throws SQLException {
        opened().close();
        try (Connection connection = connect()) {
            connection.createStatement().execute("PRAGMA user_version = 99");
        }
        try (JobStore store = SqliteJobStore.at(file)) {
            assertThatThrownBy(() -> await(store.open()))
                    .isInstanceOf(ProviderException.Rejected.class)
                    .hasMessageContaining("format 99");
        }
        try (Connection connection = connect();
                var version = connection.createStatement().executeQuery("PRAGMA user_version")) {
            assertThat(version.getInt(1)).isEqualTo(99);
        }
    }

    @Test
    void jobsOfFormatOneAreFoundByTheirFilters() throws IOException, SQLException {
        Files.createDirectories(file.getParent());
        Job job = JobSamples.job(1);
        try (Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file));
                InputStream script = SqliteJobStore.class.getResourceAsStream("schema-1.sql")) {
            session.script(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            session.update(
                    "INSERT INTO job (id, creating, status, created_seconds, created_nanos, body)"
                            + " VALUES (?, 0, 'IN_PROGRESS', 1, 1, ?)",
                    Packer.uuidBytes(job.id().value()),
                    JobCodec.pack(job));
            session.script("PRAGMA user_version = 1;\n");
        }
        try (JobStore store = opened()) {
            JobFilter mine = JobFilter.running().ofKind(job.kind()).in(job.bucket());
            assertThat(await(store.jobs().list(mine, PageRequest.from(0))).items())
                    .containsExactly(job);
        }
    }

    @Test
    void whatFormatFourKeptIsThereAndBucketsCanBeShared() throws IOException, SQLException {
        Files.createDirectories(file.getParent());
        Job job = JobSamples.job(1);
        try (Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file))) {
            for (int format = 1; format <= 4; format++) {
                try (InputStream script = SqliteJobStore.class.getResourceAsStream("schema-" + format + ".sql")) {
                    session.script(new String(script.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            session.update(
                    "INSERT INTO job (id, creating, status, created_seconds, created_nanos, body)"
                            + " VALUES (?, 0, 'IN_PROGRESS', 1, 1, ?)",
                    Packer.uuidBytes(job.id().value()),
                    JobCodec.pack(job));
            session.script("PRAGMA user_version = 4;\n");
        }
        BucketId bucket = new BucketId(new UUID(1, 2));
        AccessList list = new AccessList(
                Map.of(new UserId(new UUID(3, 4)), Permission.WRITE), Map.of(GroupName.PUBLIC, Permission.READ));
        try (JobStore store = opened()) {
            assertThat(await(store.jobs().find(job.id()))).contains(job);
            assertThat(await(store.access().all())).isEmpty();
            await(store.access().save(bucket, list));
        }
        try (JobStore store = opened()) {
            assertThat(await(store.access().all())).isEqualTo(Map.of(bucket, list));
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndKept() throws IOException {
        Files.createDirectories(file.getParent());
        String letter = "Dear reader, this is a letter and no database at all. ".repeat(40);
        Files.writeString(file, letter);
        try (JobStore store = SqliteJobStore.at(file)) {
            assertThatThrownBy(() -> await(store.open())).isInstanceOf(ProviderException.Rejected.class);
        }
        assertThat(file).hasContent(letter);
    }

    @Test
    void aFileHasOneHolder() {
        try (JobStore first = opened();
                JobStore second = SqliteJobStore.at(directory.resolve("data/../data/jobs.db"))) {
            assertThatThrownBy(() -> await(second.open()))
                    .isInstanceOf(ProviderException.Conflict.class)
                    .hasMessageContaining("in use");
            await(first.jobs().save(JobSamples.job(1)));
        }
        opened().close();
    }

    @Test
    void manyUpdatesInFlightShareFewCommits() {
        Held writes = new Held();
        Job job = JobSamples.job(1);
        try (JobStore store = opened(writes)) {
            List<CompletionStage<Void>> saved = new ArrayList<>();
            writes.hold();
            for (int i = 0; i < 1000; i++) {
                saved.add(store.jobs().save(JobSamples.job(i)));
            }
            assertThat(saved)
                    .noneSatisfy(
                            stage -> assertThat(stage.toCompletableFuture()).isDone());
            int before = writes.commits.get();
            writes.release();
            saved.forEach(JobStoreContract::await);
            assertThat(writes.commits.get() - before).isLessThanOrEqualTo(2);
            assertThat(await(store.jobs().find(job.id()))).contains(job);
        }
    }

    /** Counts commits, and holds them back while told to. */
    private static final class Held implements DurableWrites {
        private final AtomicInteger commits = new AtomicInteger();
        private volatile CountDownLatch gate = new CountDownLatch(0);

        void hold() {
            gate = new CountDownLatch(1);
        }

        void release() {
            gate.countDown();
        }

        @Override
        public void perform(Kind kind, Path path, Write write) throws IOException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            commits.incrementAndGet();
            write.perform();
        }
    }

    @Test
    void aWriteThatTheDatabaseRefusesFailsAloneInItsBatch() {
        Held writes = new Held();
        try (JobStore store = opened(writes)) {
            await(store.jobs().begin(JobSamples.job(1)));
            writes.hold();
            CompletionStage<Void> first = store.jobs().save(JobSamples.job(2));
            CompletionStage<Void> before = store.jobs().save(JobSamples.job(3));
            CompletionStage<Void> again = store.jobs().begin(JobSamples.job(1));
            CompletionStage<Void> after = store.jobs().save(JobSamples.job(4));
            writes.release();
            List.of(first, before, after).forEach(JobStoreContract::await);
            assertThatThrownBy(() -> await(again)).isInstanceOf(ProviderException.Conflict.class);
            assertThat(await(store.jobs().find(JobSamples.job(4).id()))).isPresent();
        }
    }

    @Test
    void aFullQueueRefusesInsteadOfBlockingAndKeepsWhatItTook() {
        Held writes = new Held();
        Job job = JobSamples.job(1);
        List<CompletionStage<Void>> taken = new ArrayList<>();
        try (JobStore store = opened(writes)) {
            await(store.jobs().begin(job));
            writes.hold();
            List<Chunk> large = List.of(JobSamples.chunk(job, 0, 1000));
            CompletionStage<Void> stage = store.chunks().append(job.bucket(), large);
            // Whoever does not wait is refused before 128 MiB of these are kept in memory.
            for (int i = 0; i < 10_000 && !stage.toCompletableFuture().isCompletedExceptionally(); i++) {
                taken.add(stage);
                stage = store.catalogue().forget(job.store(), forgetting());
            }
            CompletionStage<Void> refused = stage;
            assertThatThrownBy(() -> await(refused)).isInstanceOf(ProviderException.Throttled.class);
            writes.release();
            taken.forEach(JobStoreContract::await);
            await(store.jobs().save(job));
            assertThat(await(store.chunks().summaries(job.id()))).hasSize(1);
        }
    }

    private static List<ObjectKey> forgetting() {
        return Collections.nCopies(1000, ObjectKey.of("demo", "gone"));
    }

    @Test
    void theDriversLeftoversAreRemovedAtTheNextStart() throws IOException {
        Path left = Files.createDirectories(directory.resolve("data/jobs.db.native"))
                .resolve("sqlite-killed.so");
        Files.writeString(left, "left behind");
        opened().close();
        assertThat(left).doesNotExist();
    }

    @Test
    void fiftyThousandObjectsAreKeptQuicklyInBatches() {
        long start = System.nanoTime();
        Job job = JobSamples.job(1);
        try (JobStore store = opened()) {
            await(store.jobs().begin(job));
            ChunkPlan plan =
                    new ChunkPlan(job.id(), chunk -> await(store.chunks().append(job.bucket(), List.of(chunk))));
            IntStream.range(0, 50_000)
                    .forEach(i -> plan.add(
                            new ObjectName("run/" + i),
                            new ObjectId(new UUID(i, i)),
                            BlobLayout.whole(i),
                            Optional.empty()));
            assertThat(plan.finish().chunks()).isEqualTo(50);
            await(store.jobs().save(job));
            System.out.printf("50,000 objects kept in %d ms%n", (System.nanoTime() - start) / 1_000_000);
            assertThat(await(store.chunks().summaries(job.id()))).hasSize(50);
            assertThat(await(store.chunks().page(job.id(), 49, 1))
                            .get(0)
                            .chunk()
                            .blobs()
                            .get(999)
                            .name())
                    .isEqualTo(new ObjectName("run/49999"));
        }
    }
}
