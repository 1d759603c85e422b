package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.lab.s3.ArchiveService;
import dev.gantry.lab.s3.LoggedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node over archived objects that is killed with -9 at every stage of a recall; and plans by the command line. */
@Timeout(300)
class RecallKillTest implements InstantSource {

    private static final int FILES = 40;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> HEAP = Forked.brief(OptionalLong.empty());

    @TempDir
    private Path temp;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Instant begun = Instant.now();
    private volatile Duration ahead = Duration.ZERO;
    private ArchiveService archive;
    private Path data;

    @Override
    public Instant instant() {
        return begun.plus(ahead);
    }

    @BeforeEach
    void start() throws IOException {
        archive = ArchiveService.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this, threads);
        data = Files.createDirectories(temp.resolve("data"));
        Files.writeString(data.resolve("gantry.conf"), """
            gantry.stores.primary {
              type = glacier
              endpoint = "http://127.0.0.1:%d"
              access-key = lab
              secret-key = secret
              storage-class = DEEP_ARCHIVE
              monthly-cap = 100
              poll = 1 second
            }
            """.formatted(archive.port()));
    }

    @AfterEach
    void stop() {
        archive.close();
        threads.shutdown();
    }

    private long count(Predicate<LoggedRequest> which) {
        return archive.log().stream().filter(which).count();
    }

    private void await(String what, Predicate<LoggedRequest> which, long most) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> count(which) >= most);
    }

    private Forked node() throws IOException {
        return Forked.node(temp.resolve("logs"), HEAP, data, 0);
    }

    private Forked get(String url) throws IOException {
        return Forked.start(temp.resolve("logs"), HEAP, "get", "cold", "--to", temp.resolve("out"), "--node", url);
    }

    /** A get through a node, both of which die once that many requests of that kind were answered. */
    private void killedAfter(String what, Predicate<LoggedRequest> which, long most) throws Exception {
        try (Forked node = node();
                Forked get = get(node.url(what))) {
            await(what, which, most);
            node.kill();
            get.kill();
        }
    }

    private Tree stored() throws IOException {
        Tree tree = Tree.at(temp.resolve("tree")).withFiles(FILES, 4096, 7);
        Commands.mustRun("put", "put", "cold", tree.root(), "--data", data);
        return tree;
    }

    @Test
    void nodeKilledAtEveryStageAsksForNothingTwiceAndEndsTheSame() throws Exception {
        Tree tree = stored();
        Predicate<LoggedRequest> restore = LoggedRequest::isPaidRestore;
        killedAfter(
                "before the first request",
                r -> r.operation().equals("HeadObject") || r.operation().equals("ListObjectsV2"),
                1);
        killedAfter("amid the requests", restore, FILES / 4);
        killedAfter("after the requests", restore, FILES);
        ahead = Duration.ofHours(6);
        killedAfter("while it waits", r -> r.at().equals(begun.plus(Duration.ofHours(6))), 2);
        ahead = Duration.ofHours(13);
        killedAfter("amid the reads", r -> r.operation().equals("GetObject") && r.status() < 300, FILES / 4);
        try (Forked node = node();
                Forked get = get(node.url("at last"))) {
            assertThat(get.mustExit(LIMIT)).as(get.toString()).isZero();
        }
        tree.assertIsAt(temp.resolve("out"), "after five kills");
        assertThat(archive.log())
                .filteredOn(r -> r.operation().equals("RestoreObject"))
                .hasSize(FILES)
                .allMatch(LoggedRequest::isPaidRestore)
                .extracting(LoggedRequest::key)
                .doesNotHaveDuplicates();
    }

    @Test
    void planIsMadeAndRunByTheCommandLine() throws Exception {
        stored();
        Commands.Ran plan = Commands.run("restore", "plan", "cold", "tree/", "--json", "--data", data);
        assertThat(plan.code()).as(plan.err()).isZero();
        var made = plan.events("restore_plan").get(0);
        assertThat(count(r -> r.operation().equals("RestoreObject"))).isZero();
        assertThat(made.get("cost").toString()).startsWith("0.00");
        Commands.Ran late = Commands.run("restore", "plan", "cold", "--by", begun.plusSeconds(3600), "--data", data);
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.out()).contains("not feasible").contains("earliest possible");
        for (int round = 0; round < 2; round++) {
            Commands.Ran run = Commands.run("restore", "run", made.get("plan"), "--data", data);
            assertThat(run.code()).as(run.out() + run.err()).isZero();
        }
        assertThat(count(LoggedRequest::isPaidRestore)).isEqualTo(FILES);
        Commands.Ran status = Commands.run("restore", "status", "cold", "--data", data);
        assertThat(status.out()).contains(FILES + " restoring").contains("spent this month 0.00");
        assertThat(Commands.run("restore", "plan", "none", "--data", data).code())
                .isEqualTo(1);
    }
}
