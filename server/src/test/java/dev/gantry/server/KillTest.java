package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at seeded times, of a node or of its client, while a bulk transfer runs between them: several times in each
 * transfer, which goes on from one kill to the next.
 */
@Timeout(1500)
class KillTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final int RUNS_A_KILL = 4;
    private static final int EARLIEST = 300;
    private static final int KILLS_A_TRANSFER = 3;
    private static final List<String> OPTIONS = Forked.brief(OptionalLong.empty());
    private static final int TEN_MIB = 10 << 20;

    @TempDir
    private Path temp;

    private final SplittableRandom random = new SplittableRandom(LongTier.seed());
    private Tree tree;
    private Path data;
    private String bucket = "demo";
    private Forked node;
    private int port;
    private int longestMillis;
    private int hits;

    @Test
    void aFewKillsOfANodeLoseNothing() throws Exception {
        Tree few = Tree.at(temp.resolve("tree")).withFiles(300, 4096, LongTier.seed());
        during(few, () -> transfersThroughKills("put", 2));
    }

    @Test
    @Tag("long")
    void twentyKillsOfNodeAndClientLoseNothing() throws Exception {
        Tree many = Tree.at(temp.resolve("tree"))
                .withFiles((int) LongTier.scaled(2000), 100 << 10, LongTier.seed())
                .withFile("big", LongTier.scaled(256 << 20), LongTier.seed());
        during(many, () -> {
            transfersThroughKills("put", 10);
            transfersThroughKills("get", 10);
        });
        LongTier.mustHaveReachedAll();
    }

    /** What is done while a node may run. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void during(Tree what, Work work) throws IOException, InterruptedException {
        tree = what;
        data = temp.resolve("data");
        startNode();
        try {
            work.run();
        } finally {
            node.close();
        }
    }

    private void startNode() throws IOException {
        node = Forked.node(temp.resolve("logs"), OPTIONS, data, port);
        String url = node.url(when());
        port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    private String when() {
        return "seed " + LongTier.seed() + ", bucket " + bucket + ", kill " + hits;
    }

    private Object[] command(String operation) {
        String url = "http://127.0.0.1:" + port;
        return operation.equals("put")
                ? new Object[] {"put", bucket, tree.root(), "--max-blob", TEN_MIB, "--json", "--node", url}
                : new Object[] {"get", bucket, "--to", out(), "--json", "--node", url};
    }

    private Path out() {
        return temp.resolve("out");
    }

    private Forked start(String operation) throws IOException {
        return Forked.start(temp.resolve("logs"), OPTIONS, command(operation));
    }

    private void transfersThroughKills(String operation, int kills) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        hits = 0;
        bucket = "demo";
        longestMillis = Math.max(EARLIEST + 1, clean(operation) / KILLS_A_TRANSFER);
        for (int run = 0; hits < kills && run < kills * RUNS_A_KILL && LongTier.hasLeft(ROUND); run++) {
            bucket = operation.equals("put") ? "demo-" + run : "demo";
            oneTransfer(operation, kills);
        }
        String reached = "%s of %d files, %d MiB: %d of %d kills, seed %d, %s"
                .formatted(
                        operation,
                        tree.files().size(),
                        tree.bytes() >> 20,
                        hits,
                        kills,
                        LongTier.seed(),
                        LongTier.seconds(begun));
        LongTier.figure(reached);
        assertThat(hits == kills || !LongTier.hasLeft(ROUND)).as(when()).isTrue();
        LongTier.note(hits == kills, reached);
    }

    /** How many milliseconds the transfer takes when nobody is killed. */
    private int clean(String operation) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (Forked client = start(operation)) {
            finish(operation, client);
        }
        Tree.remove(out());
        return Math.toIntExact(LongTier.elapsed(begun).toMillis());
    }

    /** Kills at one time after the other until the transfer finishes in spite of it; looks at what came of it. */
    private void oneTransfer(String operation, int kills) throws IOException, InterruptedException {
        Forked client = start(operation);
        try {
            while (hits < kills
                    && LongTier.hasLeft(ROUND)
                    && client.exit(untilKill()).isEmpty()) {
                kill(client);
                hits++;
                assertNothingHalf();
                client = client.runs() ? client : start(operation);
            }
            finish(operation, client);
        } finally {
            client.close();
        }
        if (operation.equals("put")) {
            finish("get", start("get"));
        }
        tree.assertIsAt(out(), when());
        Tree.remove(out());
    }

    private Duration untilKill() {
        return Duration.ofMillis(random.nextInt(EARLIEST, longestMillis));
    }

    /** The node, which starts again while its client goes on, or the client. */
    private void kill(Forked client) throws IOException {
        if (random.nextBoolean()) {
            node.kill();
            startNode();
        } else {
            client.kill();
        }
    }

    /** Waits until the command has done its work; one that gave up meanwhile is run again. */
    private void finish(String operation, Forked running) throws IOException, InterruptedException {
        try (Forked first = running) {
            if (first.mustExit(LIMIT) == 0) {
                return;
            }
        }
        try (Forked again = start(operation)) {
            assertThat(again.mustExit(LIMIT)).as("%s: %s", when(), again).isZero();
        }
    }

    private void assertNothingHalf() throws IOException {
        tree.assertOnlyWholeFilesAt(out(), when());
        boolean completed = isPutCompleted();
        Commands.Ran listed = Commands.run("ls", bucket, "--json", "--data", data);
        assertThat(listed.code()).as("%s: %s", when(), listed.err()).isIn(0, 1);
        int objects = tree.assertOnlyWholeObjects(listed.events("object"), when());
        assertThat(completed && objects < tree.files().size())
                .as("a COMPLETED put of which %d objects are there, %s", objects, when())
                .isFalse();
    }

    private boolean isPutCompleted() throws IOException {
        return Commands.mustRun(when(), "jobs", "--all", "--json", "--data", data).events("job").stream()
                .anyMatch(job -> job.get("bucket").equals(bucket)
                        && job.get("kind").equals("PUT")
                        && job.get("status").equals("COMPLETED"));
    }
}
