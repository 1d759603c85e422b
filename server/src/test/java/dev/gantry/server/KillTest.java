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

/** SIGKILL at seeded times, of a node and of its client in turn, while a bulk transfer runs between them. */
@Timeout(1500)
class KillTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final int RUNS_A_KILL = 4;
    private static final int EARLIEST = 300;
    private static final int TEN_MIB = 10 << 20;

    @TempDir
    private Path temp;

    private final SplittableRandom random = new SplittableRandom(LongTier.seed());
    private List<String> options;
    private Tree tree;
    private Path data;
    private String bucket = "demo";
    private Forked node;
    private int port;
    private int cleanMillis;
    private int hits;

    @Test
    void aFewKillsOfANodeLoseNothing() throws Exception {
        Tree few = Tree.at(temp.resolve("tree")).withFiles(300, 4096, LongTier.seed());
        during(few, Forked.brief(OptionalLong.empty()), () -> transfersThroughKills("put", 2));
    }

    @Test
    @Tag("long")
    void twentyKillsOfNodeAndClientLoseNothing() throws Exception {
        Tree many = Tree.at(temp.resolve("tree"))
                .withFiles((int) LongTier.scaled(3000), 100 << 10, LongTier.seed())
                .withFile("big", LongTier.scaled(256 << 20), LongTier.seed());
        during(many, List.of("-Xmx256m"), () -> {
            transfersThroughKills("put", 10);
            transfersThroughKills("get", 10);
        });
    }

    /** What is done while a node may run. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void during(Tree what, List<String> javaOptions, Work work) throws IOException, InterruptedException {
        tree = what;
        options = javaOptions;
        data = temp.resolve("data");
        startNode();
        try {
            work.run();
        } finally {
            node.close();
        }
    }

    private void startNode() throws IOException {
        node = Forked.node(temp.resolve("logs"), options, data, port);
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
        return Forked.start(temp.resolve("logs"), options, command(operation));
    }

    private void transfersThroughKills(String operation, int kills) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        hits = 0;
        bucket = "demo";
        cleanMillis = clean(operation);
        for (int run = 0; hits < kills && run < kills * RUNS_A_KILL && LongTier.hasLeft(ROUND); run++) {
            bucket = operation.equals("put") ? "demo-" + run : "demo";
            oneTransfer(operation, kills);
        }
        LongTier.figure("%s of %d files, %d MiB: %d of %d kills, seed %d, %s"
                .formatted(
                        operation,
                        tree.files().size(),
                        tree.bytes() >> 20,
                        hits,
                        kills,
                        LongTier.seed(),
                        LongTier.seconds(begun)));
        assertThat(hits == kills || !LongTier.hasLeft(ROUND)).as(when()).isTrue();
    }

    /** How long the transfer takes when nobody is killed. */
    private int clean(String operation) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        finish(operation);
        Tree.remove(out());
        return Math.toIntExact(LongTier.elapsed(begun).toMillis());
    }

    /** Kills until the transfer finishes in spite of it, then looks at what came of it. */
    private void oneTransfer(String operation, int kills) throws IOException, InterruptedException {
        while (hits < kills && LongTier.hasLeft(ROUND) && killed(operation)) {
            hits++;
            assertNothingHalf();
        }
        finish(operation);
        if (operation.equals("put")) {
            finish("get");
        }
        tree.assertIsAt(out(), when());
        Tree.remove(out());
    }

    /** One start of the command with one kill; false if it had finished before. */
    private boolean killed(String operation) throws IOException, InterruptedException {
        boolean killsNode = random.nextBoolean();
        Duration until = Duration.ofMillis(random.nextInt(EARLIEST, Math.max(EARLIEST + 1, cleanMillis)));
        try (Forked client = start(operation)) {
            if (client.exit(until).isPresent()) {
                assertThat(client.mustExit(LIMIT)).as("%s: %s", when(), client).isZero();
                return false;
            }
            if (killsNode) {
                node.kill();
                startNode();
                client.mustExit(LIMIT);
            }
        }
        return true;
    }

    private void finish(String operation) throws IOException, InterruptedException {
        try (Forked client = start(operation)) {
            assertThat(client.mustExit(LIMIT)).as("%s: %s", when(), client).isZero();
        }
    }

    private void assertNothingHalf() throws IOException {
        tree.assertOnlyWholeFilesAt(out(), when());
        Commands.Ran listed = Commands.run("ls", bucket, "--json", "--data", data);
        assertThat(listed.code()).as("%s: %s", when(), listed.err()).isIn(0, 1);
        if (tree.assertOnlyWholeObjects(listed.events("object"), when())
                < tree.files().size()) {
            assertNoPutJobIsCompleted();
        }
    }

    private void assertNoPutJobIsCompleted() throws IOException {
        assertThat(Commands.mustRun(when(), "jobs", "--all", "--json", "--data", data)
                        .events("job"))
                .as(when())
                .noneMatch(job -> job.get("bucket").equals(bucket)
                        && job.get("kind").equals("PUT")
                        && job.get("status").equals("COMPLETED"));
    }
}
