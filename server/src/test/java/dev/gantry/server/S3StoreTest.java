package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node whose primary store is an account of S3 (S3Proxy on a directory): bulk transfers through it, and what its death
 * in the middle of multipart uploads leaves there.
 */
@Timeout(1500)
class S3StoreTest {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<String> HEAP = Forked.brief(OptionalLong.empty());
    private static final int FIVE_MIB = 5 << 20;

    @TempDir
    private Path temp;

    private final SplittableRandom random = new SplittableRandom(LongTier.seed());
    private S3Upstream upstream;
    private Path data;

    @BeforeEach
    void start() throws Exception {
        upstream = new S3Upstream(temp.resolve("upstream"));
        data = temp.resolve("data");
        upstream.configure(data);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private Forked node(int port) throws IOException {
        return Forked.node(temp.resolve("logs"), HEAP, data, port);
    }

    private Forked put(Tree tree, int blob, String url) throws IOException {
        return Forked.start(
                temp.resolve("logs"), HEAP, "put", "demo", tree.root(), "--max-blob", blob, "--json", "--node", url);
    }

    private void mustComeBack(Tree tree, String url) throws IOException {
        Commands.mustRun("get", "get", "demo", "--to", temp.resolve("out"), "--node", url);
        tree.assertIsAt(temp.resolve("out"), "seed " + LongTier.seed());
    }

    @Test
    void whatGoesThroughANodeComesBackFromS3AndOutlivesTheJobStore() throws Exception {
        Tree tree = Tree.at(temp.resolve("tree")).withFiles(40, 4096, 1).withFile("big", 17L << 20, 2);
        try (Forked node = node(0)) {
            String url = node.url("of S3");
            Commands.mustRun("put", "put", "demo", tree.root(), "--max-blob", FIVE_MIB, "--node", url);
            mustComeBack(tree, url);
        }
        assertThat(upstream.uploads("demo")).isEmpty();
        Commands.mustRun("verify", "verify", "demo", "--data", data);
        Path other = temp.resolve("other");
        upstream.configure(other);
        Commands.Ran unverified = Commands.run("get", "demo", "--to", temp.resolve("again"), "--data", other);
        assertThat(unverified.code()).as(unverified.err()).isEqualTo(2); // the checksums were kept in the other one
        tree.assertIsAt(temp.resolve("again"), "with another job store");
    }

    @Test
    @Tag("long")
    void aNodeKilledBetweenPartsGoesOnAndLeavesNoUploadBehind() throws Exception {
        Tree tree = Tree.at(temp.resolve("tree")).withFile("big", 48L << 20, LongTier.seed());
        throughKills(tree, FIVE_MIB, 2);
    }

    @Test
    @Tag("long")
    void manySmallAndTwoLargeObjectsComeBackThroughKills() throws Exception {
        Tree tree = Tree.at(temp.resolve("tree"))
                .withFiles((int) LongTier.scaled(5_000), 64 << 10, LongTier.seed())
                .withFile("large-1", LongTier.scaled(1L << 30), LongTier.seed() + 1)
                .withFile("large-2", LongTier.scaled(1L << 30), LongTier.seed() + 2);
        long begun = System.nanoTime();
        throughKills(tree, 16 << 20, 4);
        LongTier.figure("%d files, %d MiB through a node to S3 and back with 4 kills, seed %d: %s"
                .formatted(tree.files().size(), tree.bytes() >> 20, LongTier.seed(), LongTier.seconds(begun)));
    }

    /** Puts the tree while the node is killed with uploads under way; beside them is one of somebody else. */
    private void throughKills(Tree tree, int blob, int kills) throws Exception {
        Commands.mustRun(
                "bucket",
                "put",
                "demo",
                Tree.at(temp.resolve("one")).withFile("a", 1, 1).root(),
                "--data",
                data);
        Commands.mustRun("bucket", "rm", "demo/one/a", "--data", data);
        String largest = tree.files().entrySet().stream()
                .max((a, b) -> Long.compare(a.getValue().length(), b.getValue().length()))
                .orElseThrow()
                .getKey();
        String foreign = upstream.foreignUpload("demo", tree.objectName(largest));
        Forked node = node(0);
        String url = node.url("before the first kill");
        try (Forked client = put(tree, blob, url)) {
            for (int kill = 0; kill < kills && awaitParts(client, foreign, kill); kill++) {
                node.kill();
                node = node(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
                node.url("after kill " + kill + ", seed " + LongTier.seed());
            }
            finish(client, tree, blob, url);
            mustComeBack(tree, url);
        } finally {
            node.close();
        }
        assertThat(upstream.uploads("demo"))
                .as("seed " + LongTier.seed() + "; notes " + notes())
                .containsOnlyKeys(foreign);
        assertThat(upstream.parts("demo", tree.objectName(largest), foreign)).isZero();
    }

    /** What the node remembers of its uploads. */
    private List<String> notes() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("stores"))) {
            List<String> notes = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                notes.add(file.getFileName() + ": " + Files.readString(file));
            }
            return notes;
        }
    }

    /** Waits until somewhat more of an upload is there than before; false if the client was faster. */
    private boolean awaitParts(Forked client, String foreign, int kill) {
        int wanted = kill + 1 + random.nextInt(2);
        Awaitility.await("parts of an upload, or the client's end; " + client)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !client.runs() || upstream.mostParts("demo", foreign) >= wanted);
        return client.runs();
    }

    /** A client that gave up while the node was away is run again. */
    private void finish(Forked client, Tree tree, int blob, String url) throws Exception {
        if (client.mustExit(LIMIT) != 0) {
            try (Forked again = put(tree, blob, url)) {
                assertThat(again.mustExit(LIMIT)).as("%s", again).isZero();
            }
        }
    }
}
