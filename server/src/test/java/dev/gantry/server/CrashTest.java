package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.StoreId;
import dev.gantry.engine.BulkTransfer;
import dev.gantry.engine.EngineSettings;
import dev.gantry.engine.Gantry;
import dev.gantry.engine.TransferListener;
import dev.gantry.engine.TransferRequest;
import dev.gantry.engine.TransferSettings;
import dev.gantry.engine.TransferSummary;
import dev.gantry.file.FileProvider;
import dev.gantry.jdbc.SqliteJobStore;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.tck.FaultyDisk;
import dev.gantry.tck.PowerLoss;
import dev.gantry.tck.PowerLoss.Survivors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The smallest job that uses every kind of durable write, stopped at each of them, in process: the disk is gone from the
 * n-th write on, as for a process that is killed there. Another engine on what is left must finish the same command.
 */
@Timeout(120)
class CrashTest {

    private static final TransferSettings NO_RETRY = new TransferSettings(2, 1, Duration.ZERO);
    private static final long BLOB = 1000;
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @TempDir
    Path folder;

    private Path tree;

    @AfterAll
    static void stopThreads() {
        THREADS.shutdown();
    }

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectories(folder.resolve("tree"));
        Files.createDirectories(tree.resolve("empty-folder"));
        Files.write(tree.resolve("empty"), new byte[0]);
        Files.write(tree.resolve("small"), bytes(300, 1));
        Files.write(tree.resolve("large"), bytes(2500, 2));
    }

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Gantry open(Path data, DurableWrites store, DurableWrites jobs) {
        return Gantry.builder()
                .store(FileProvider.at(new StoreId("primary"), data.resolve("store"), store))
                .jobStore(SqliteJobStore.at(data.resolve("jobs.db"), jobs))
                .settings(new EngineSettings(
                        8, Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(60), 1 << 24, 0, 1))
                .start()
                .toCompletableFuture()
                .join();
    }

    private TransferSummary put(Gantry gantry) throws IOException, InterruptedException {
        TransferRequest.Put plain = TransferRequest.Put.of("demo", tree);
        TransferRequest.Put cut = new TransferRequest.Put(
                plain.bucket(),
                plain.paths(),
                plain.store(),
                plain.priority(),
                plain.ordering(),
                OptionalLong.of(BLOB));
        return transfer(gantry).put(cut, TransferListener.NONE);
    }

    private static BulkTransfer transfer(Gantry gantry) {
        return new BulkTransfer(gantry.as(Users.ROOT), THREADS, InstantSource.system(), NO_RETRY);
    }

    /** Puts until the disk goes; what the command says meanwhile must not be a lie. */
    private void putUntilGone(Path data, DurableWrites disk) throws IOException {
        Files.createDirectories(data);
        try (Gantry gantry = open(data, disk, disk)) {
            TransferSummary summary = put(gantry);
            if (summary.isComplete()) {
                assertWhole(gantry);
            }
        } catch (Exception e) {
            assertThat(e).as("a failure that a person can read").hasMessageNotContaining("NullPointer");
        }
    }

    /** Every object that can be seen is one of the tree, whole. */
    private void assertNothingHalf(Gantry gantry, Path out) throws IOException, InterruptedException {
        Gateway api = gantry.as(Users.ROOT);
        boolean bucketThere = api.buckets().list().toCompletableFuture().join().stream()
                .anyMatch(bucket -> bucket.name().value().equals("demo"));
        if (bucketThere) {
            transfer(gantry).get(TransferRequest.Get.of("demo", out), TransferListener.NONE);
            try (var files = Files.walk(out)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path original = tree.getParent().resolve(out.relativize(file));
                    assertThat(file).hasSameBinaryContentAs(original);
                }
            }
        }
    }

    private void assertWhole(Gantry gantry) throws IOException, InterruptedException {
        Path out = Files.createTempDirectory(folder, "out");
        TransferSummary back = transfer(gantry).get(TransferRequest.Get.of("demo", out), TransferListener.NONE);
        assertThat(back.failed()).isEmpty();
        assertThat(back.verified()).isEqualTo(4);
        assertThat(out.resolve("tree/empty-folder")).isDirectory();
        for (String name : new String[] {"empty", "small", "large"}) {
            assertThat(out.resolve("tree").resolve(name)).hasSameBinaryContentAs(tree.resolve(name));
        }
    }

    private void assertGoesOn(Path data, String when) throws IOException, InterruptedException {
        try (Gantry gantry = open(data, DurableWrites.DIRECT, DurableWrites.DIRECT)) {
            assertNothingHalf(gantry, Files.createTempDirectory(folder, "seen"));
            TransferSummary summary = put(gantry);
            assertThat(summary.failed()).as(when).isEmpty();
            assertThat(summary.isComplete()).as(when).isTrue();
            assertWhole(gantry);
            assertThat(gantry.as(Users.ROOT)
                            .jobs()
                            .all(JobFilter.running())
                            .toCompletableFuture()
                            .join())
                    .as(when)
                    .noneMatch(job -> job.kind() == JobKind.PUT);
        }
        try (var staging = Files.list(data.resolve("store").resolve("staging"))) {
            assertThat(staging).as("leftovers, " + when).isEmpty();
        }
    }

    private long durableWrites() throws IOException {
        FaultyDisk counting = FaultyDisk.sound();
        putUntilGone(folder.resolve("count"), counting);
        return counting.count();
    }

    @Test
    void aPutGoesOnFromEveryDurableWriteAtWhichItsProcessDied() throws Exception {
        long writes = durableWrites();
        assertThat(writes).isGreaterThan(20);
        for (long n = 1; n <= writes; n++) {
            Path data = folder.resolve("killed-" + n);
            putUntilGone(data, FaultyDisk.goneFrom(n));
            assertGoesOn(data, "killed at durable write " + n + " of " + writes);
        }
    }

    @Test
    void aPutGoesOnAfterAPowerLossThatKeptOnlyWhatWasForced() throws Exception {
        long writes = durableWrites();
        for (long n = 1; n <= writes; n += 3) {
            Path data = Files.createDirectories(folder.resolve("dark-" + n));
            Path pins = Files.createDirectories(folder.resolve("pins-" + n));
            FaultyDisk disk = FaultyDisk.goneFrom(n);
            PowerLoss power = new PowerLoss(data.resolve("store"), pins, disk);
            try (Gantry gantry = open(data, power, disk)) {
                put(gantry);
            } catch (Exception e) {
                assertThat(e.getMessage())
                        .as("a failure that a person can read")
                        .isNotBlank();
            }
            for (Survivors survivors : Survivors.values()) {
                Path after = Files.createDirectories(folder.resolve("after-" + n + survivors));
                if (Files.exists(data.resolve("store"))) {
                    power.materialise(after.resolve("store"), survivors);
                }
                copyDatabase(data, after);
                assertGoesOn(after, "power lost at durable write " + n + ", " + survivors + " survived");
            }
        }
    }

    private static void copyDatabase(Path from, Path to) throws IOException {
        try (var files = Files.newDirectoryStream(from, "jobs.db*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }
}
