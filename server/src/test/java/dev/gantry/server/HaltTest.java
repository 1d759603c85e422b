package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tck.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that end, as by kill -9, at each durable write of the smallest job that uses every kind. What a fresh
 * process finds must be whole, and the same command must finish.
 */
@Tag("long")
@Timeout(1500)
class HaltTest {

    private static final int MOST_WRITES = 400;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration ROUND = Duration.ofSeconds(15);

    @TempDir
    private Path temp;

    private Tree tree;
    private Path data;

    /** Starts what ends at its {@code n}-th durable write, and waits for that; whether it got that far. */
    private interface Halting {
        boolean run(long n) throws IOException, InterruptedException;
    }

    /** What must hold afterwards. */
    private interface Check {
        void run(String when) throws IOException, InterruptedException;
    }

    @BeforeEach
    void makeTree() throws IOException {
        tree = Tree.at(temp.resolve("tree"))
                .withFile("empty", 0, 1)
                .withFile("small", 300, 2)
                .withFile("in/large", 2500, 3);
        data = temp.resolve("data");
    }

    private void atEveryDurableWrite(String what, Halting halting, Check check) throws Exception {
        long begun = System.nanoTime();
        for (long n = 1; n < MOST_WRITES; n++) {
            if (!LongTier.hasLeft(ROUND)) {
                LongTier.note(
                        false, "%s: halted at durable writes 1 to %d, no time for the others".formatted(what, n - 1));
                LongTier.mustHaveReachedAll();
            }
            boolean halted = halting.run(n);
            if (!halted) {
                assertThat(n).as("durable writes of %s", what).isGreaterThan(2);
                LongTier.figure("%s: halted at each of its %d durable writes, %s"
                        .formatted(what, n - 1, LongTier.seconds(begun)));
                return;
            }
            check.run(what + " halted at durable write " + n);
        }
        throw new AssertionError(what + " has more than " + MOST_WRITES + " durable writes");
    }

    private Object[] put(Path data) {
        return new Object[] {"put", "demo", tree.root(), "--max-blob", 1000, "--json", "--data", data};
    }

    private Object[] get(Path out) {
        return new Object[] {"get", "demo", "--to", out, "--json", "--data", data};
    }

    private boolean halts(long n, Object... command) throws IOException, InterruptedException {
        try (Forked process =
                Forked.startWithoutKeys(temp.resolve("logs"), Forked.brief(OptionalLong.of(n)), command)) {
            int code = process.mustExit(LIMIT);
            assertThat(code).as(process.toString()).isIn(0, FaultyDisk.HALTED);
            return code == FaultyDisk.HALTED;
        }
    }

    private void assertNothingHalf(String when) throws IOException {
        Path seen = Files.createTempDirectory(temp, "seen");
        Commands.Ran ran = Commands.run("get", "demo", "--to", seen, "--data", data);
        assertThat(ran.code()).as("%s: %s%s", when, ran.out(), ran.err()).isIn(0, 1);
        if (ran.code() == 1) {
            assertThat(ran.err()).as(when).containsAnyOf("no bucket demo", "no data directory");
        }
        tree.assertOnlyWholeFilesAt(seen, when);
        Tree.remove(seen);
    }

    private void assertPutGoesOn(String when) throws IOException {
        assertNothingHalf(when);
        Credentials.read(DataDirectory.credentialsFile(data))
                .ifPresent(root -> assertThat(root.secretKey()).as(when).isNotBlank());
        assertThat(Commands.mustRun(when, put(data)).events("summary").get(0))
                .as(when)
                .containsEntry("verified", 3)
                .containsEntry("job_status", "COMPLETED");
        Path out = Files.createTempDirectory(temp, "out");
        Commands.mustRun(when, get(out));
        tree.assertIsAt(out, when);
        Tree.remove(out);
    }

    @Test
    void aPutInProcessGoesOn() throws Exception {
        atEveryDurableWrite("put in process", n -> halts(n, put(data)), when -> {
            assertPutGoesOn(when);
            Tree.remove(data);
        });
    }

    @Test
    void aGetInProcessGoesOn() throws Exception {
        Commands.mustRun("before", put(data));
        Path out = temp.resolve("out");
        atEveryDurableWrite("get in process", n -> halts(n, get(out)), when -> {
            tree.assertOnlyWholeFilesAt(out, when);
            Commands.mustRun(when, get(out));
            tree.assertIsAt(out, when);
            Tree.remove(out);
        });
    }

    /** A node that halts at its n-th write, and a client that dies with it; whether the node did halt. */
    private boolean nodeHalts(long n, Object... command) throws IOException, InterruptedException {
        Path logs = temp.resolve("logs");
        try (Forked node = Forked.node(logs, Forked.brief(OptionalLong.of(n)), data, 0)) {
            if (node.ready().isEmpty()) {
                assertThat(node.mustExit(LIMIT)).as(node.toString()).isEqualTo(FaultyDisk.HALTED);
                return true;
            }
            try (Forked client = Forked.start(logs, Forked.brief(OptionalLong.empty()), command)) {
                return haltsBeforeItsClientEnds(node, client);
            }
        }
    }

    private static boolean haltsBeforeItsClientEnds(Forked node, Forked client) throws InterruptedException {
        for (long begun = System.nanoTime(); LongTier.elapsed(begun).compareTo(LIMIT) < 0; ) {
            if (node.exit(Duration.ofMillis(20)).isPresent()) {
                return true;
            }
            if (!client.runs()) {
                assertThat(client.mustExit(LIMIT)).as(client.toString()).isZero();
                return false;
            }
        }
        throw new AssertionError("neither the node nor its client ended: " + node + client);
    }

    private void throughANode(Check check, String when) throws IOException, InterruptedException {
        try (Forked node = Forked.node(temp.resolve("logs"), Forked.brief(OptionalLong.empty()), data, 0)) {
            node.url(when);
            check.run(when);
        }
    }

    @Test
    void aPutThroughANodeGoesOn() throws Exception {
        atEveryDurableWrite("node during a put", n -> nodeHalts(n, put(data)), when -> {
            throughANode(this::assertPutGoesOn, when);
            Tree.remove(data);
        });
    }

    @Test
    void aGetThroughANodeGoesOn() throws Exception {
        Commands.mustRun("before", put(data));
        Path out = temp.resolve("out");
        atEveryDurableWrite(
                "node during a get",
                n -> nodeHalts(n, get(out)),
                when -> throughANode(
                        whole -> {
                            tree.assertOnlyWholeFilesAt(out, whole);
                            Commands.mustRun(whole, get(out));
                            tree.assertIsAt(out, whole);
                            Tree.remove(out);
                        },
                        when));
    }
}
