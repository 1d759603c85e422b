package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.ports.api.Accounts.Account;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.tck.FaultyDisk;
import dev.gantry.tck.PowerLoss;
import dev.gantry.tck.PowerLoss.Survivors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small files of a data directory, written by a process that ends at each of their durable writes. */
class SmallFilesCrashTest {

    @TempDir
    private Path temp;

    /** What the running process has told of itself. */
    private Optional<String> told = Optional.empty();

    /** As a node starts and stops: it makes the directory, takes hold of it, makes keys and tells where it listens. */
    private String start(Path directory, DurableWrites disk) throws IOException {
        try (DataDirectory data = DataDirectory.hold(directory, "serve", disk).orElseThrow()) {
            Account root = Credentials.readOrMake(DataDirectory.credentialsFile(directory), new SecureRandom(), disk);
            data.announce("http://127.0.0.1:1", Optional.empty(), Optional.empty());
            String identity = data.node() + " " + root.accessKey() + " " + root.secretKey();
            told = Optional.of(identity);
            return identity;
        }
    }

    /** What the process has told before it died, if it came so far. */
    private Optional<String> startUntilGone(Path directory, DurableWrites disk) {
        told = Optional.empty();
        try {
            start(directory, disk);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("Input/output error");
        }
        return told;
    }

    private long writes() throws IOException {
        FaultyDisk counting = FaultyDisk.sound();
        start(temp.resolve("count"), counting);
        assertThat(counting.count()).isGreaterThan(12);
        return counting.count();
    }

    private void assertStartsAgain(Path directory, Optional<String> before, String when) throws IOException {
        String identity = start(directory, DurableWrites.DIRECT);
        before.ifPresent(known -> assertThat(identity).as(when).isEqualTo(known));
        assertThat(start(directory, DurableWrites.DIRECT))
                .as("a third start, " + when)
                .isEqualTo(identity);
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as(when)
                    .containsExactlyInAnyOrder("credentials", "format", "lock");
        }
    }

    @Test
    void aDataDirectoryStartsAgainFromEveryDurableWriteAtWhichItsProcessDied() throws Exception {
        long writes = writes();
        for (long n = 1; n <= writes; n++) {
            Path directory = temp.resolve("killed-" + n);
            Optional<String> before = startUntilGone(directory, FaultyDisk.goneFrom(n));
            assertStartsAgain(directory, before, "killed at durable write " + n + " of " + writes);
        }
    }

    @Test
    void whatANodeHasToldOfItselfOutlastsAPowerLoss() throws Exception {
        long writes = writes();
        for (long n = 1; n <= writes; n++) {
            Path home = Files.createDirectories(temp.resolve("dark-" + n));
            Path pins = Files.createDirectories(temp.resolve("pins-" + n));
            PowerLoss power = new PowerLoss(home, pins, FaultyDisk.goneFrom(n));
            Optional<String> before = startUntilGone(home.resolve("data"), power);
            for (Survivors survivors : Survivors.values()) {
                Path after = temp.resolve("after-" + n + survivors);
                power.materialise(after, survivors);
                assertStartsAgain(
                        after.resolve("data"),
                        before,
                        "power lost at durable write " + n + ", " + survivors + " survived");
            }
        }
    }

    @Test
    void aDirectoryOnAReadOnlyDiskSaysWhatToDoAndIsLetGo() throws Exception {
        Path directory = temp.resolve("data");
        start(directory, DurableWrites.DIRECT);
        assertThatThrownBy(() -> start(directory, FaultyDisk.readOnlyFrom(1)))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll(directory.toString(), "mount it writable");
        start(directory, DurableWrites.DIRECT);
    }
}
