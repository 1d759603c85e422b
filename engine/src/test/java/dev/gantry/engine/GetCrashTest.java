package dev.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.tck.FaultyDisk;
import dev.gantry.tck.PowerLoss;
import dev.gantry.tck.PowerLoss.Survivors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The smallest get that uses every kind of durable write, stopped at each of them. The same get must finish on what a
 * killed process, or a power loss, left of the directory.
 */
@Timeout(60)
class GetCrashTest {

    private static final TransferSettings NO_RETRY = new TransferSettings(1, 1, Duration.ZERO);
    private static final Set<String> FILES = Set.of("tree/empty", "tree/small", "tree/in/large");

    private final EngineFixture engine = EngineFixture.inMemory(EngineSettings.defaults());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path temp;

    private long writes;

    @BeforeEach
    void storeTree() throws Exception {
        Path tree = temp.resolve("tree");
        Files.createDirectories(tree.resolve("folder"));
        Files.createDirectories(tree.resolve("in"));
        Files.write(tree.resolve("empty"), new byte[0]);
        Files.write(tree.resolve("small"), bytes(300));
        Files.write(tree.resolve("in/large"), bytes(2500));
        TransferRequest.Put plain = TransferRequest.Put.of("demo", tree);
        TransferRequest.Put cut = new TransferRequest.Put(
                plain.bucket(),
                plain.paths(),
                Optional.empty(),
                plain.priority(),
                plain.ordering(),
                OptionalLong.of(1000));
        assertThat(transfer(DurableWrites.DIRECT)
                        .put(cut, TransferListener.NONE)
                        .isComplete())
                .isTrue();
        FaultyDisk counting = FaultyDisk.sound();
        getUntilGone(temp.resolve("count"), counting);
        writes = counting.count();
        assertThat(writes).isGreaterThan(12);
    }

    @AfterEach
    void nothingIsLeased() {
        threads.shutdownNow();
        engine.close();
        assertThat(Payload.open()).isZero();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private BulkTransfer transfer(DurableWrites disk) {
        return new BulkTransfer(engine.api, threads, InstantSource.system(), NO_RETRY, disk);
    }

    private TransferSummary get(Path home, DurableWrites disk) throws IOException, InterruptedException {
        return transfer(disk).get(TransferRequest.Get.of("demo", out(home)), TransferListener.NONE);
    }

    private static Path out(Path home) {
        return home.resolve("deep").resolve("out");
    }

    /** Whether the get says that it is complete. */
    private boolean getUntilGone(Path home, DurableWrites disk) throws IOException, InterruptedException {
        Files.createDirectories(home);
        try {
            return get(home, disk).isComplete();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("Input/output error");
            return false;
        }
    }

    private void assertGoesOn(Path home, String when) throws IOException, InterruptedException {
        assertNothingHalf(out(home), when);
        assertThat(get(home, DurableWrites.DIRECT).failed()).as(when).isEmpty();
        assertWhole(out(home), when);
    }

    private void assertNothingHalf(Path out, String when) throws IOException {
        for (String name : files(out)) {
            if (!name.contains(".part")) {
                assertThat(out.resolve(name)).as(when).hasSameBinaryContentAs(temp.resolve(name));
            }
        }
    }

    private void assertWhole(Path out, String when) throws IOException {
        assertNothingHalf(out, when);
        assertThat(files(out)).as(when).isEqualTo(FILES);
        assertThat(out.resolve("tree/folder")).as(when).isDirectory();
    }

    private static Set<String> files(Path out) throws IOException {
        if (Files.notExists(out)) {
            return Set.of();
        }
        try (Stream<Path> paths = Files.walk(out)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> out.relativize(path).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void aGetGoesOnFromEveryDurableWriteAtWhichItsProcessDied() throws Exception {
        for (long n = 1; n <= writes; n++) {
            Path home = temp.resolve("killed-" + n);
            assertThat(getUntilGone(home, FaultyDisk.goneFrom(n))).isFalse();
            assertGoesOn(home, "killed at durable write " + n + " of " + writes);
        }
    }

    @Test
    void aGetGoesOnAfterAPowerLossAtEveryDurableWrite() throws Exception {
        for (long n = 1; n <= writes; n++) {
            Path home = Files.createDirectories(temp.resolve("dark-" + n));
            PowerLoss power = watching(home, FaultyDisk.goneFrom(n));
            getUntilGone(home, power);
            for (Survivors survivors : Survivors.values()) {
                Path after = temp.resolve("after-" + n + survivors);
                power.materialise(after, survivors);
                assertGoesOn(after, "power lost at durable write " + n + " of " + writes + ", kept " + survivors);
            }
        }
    }

    @Test
    void whatACompleteGetFetchedOutlastsAPowerLoss() throws Exception {
        Path home = Files.createDirectories(temp.resolve("home"));
        PowerLoss power = watching(home, DurableWrites.DIRECT);
        assertThat(getUntilGone(home, power)).isTrue();
        for (Survivors survivors : Survivors.values()) {
            Path after = temp.resolve("after-" + survivors);
            power.materialise(after, survivors);
            assertWhole(out(after), "kept " + survivors);
        }
    }

    @Test
    void whatASecondGetCompletedOutlastsAPowerLossToo() throws Exception {
        for (long n = 1; n <= writes; n++) {
            Path home = Files.createDirectories(temp.resolve("home-" + n));
            FaultyDisk disk = FaultyDisk.goneFrom(n);
            PowerLoss power = watching(home, disk);
            assertThat(getUntilGone(home, power)).isFalse();
            disk.mend();
            assertThat(getUntilGone(home, power)).isTrue();
            Path after = temp.resolve("after-" + n);
            power.materialise(after, Survivors.NOTHING);
            assertWhole(
                    out(after), "killed at durable write " + n + " of " + writes + ", power lost after the next get");
        }
    }

    private PowerLoss watching(Path home, DurableWrites disk) throws IOException {
        return new PowerLoss(home, Files.createTempDirectory(temp, "pins"), disk);
    }
}
