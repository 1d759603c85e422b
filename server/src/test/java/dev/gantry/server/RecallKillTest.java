package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.lab.s3.LoggedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node over archived objects that is killed with -9 at every stage of a recall; and plans by the command line. */
@Timeout(300)
class RecallKillTest {

    private static final int FILES = 40;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> HEAP = Forked.brief(OptionalLong.empty());

    @TempDir
    private Path temp;

    private ColdArchive archive;
    private Path data;

    @BeforeEach
    void start() throws IOException {
        archive = new ColdArchive();
        data = Files.createDirectories(temp.resolve("data"));
        Files.writeString(data.resolve("gantry.conf"), archive.settings("storage-class = DEEP_ARCHIVE"));
    }

    @AfterEach
    void stop() {
        archive.close();
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
            archive.await(what, which, most);
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
        archive.pass(Duration.ofHours(6));
        killedAfter("while it waits", r -> r.at().equals(archive.begun().plus(Duration.ofHours(6))), 2);
        archive.pass(Duration.ofHours(7));
        killedAfter("amid the reads", r -> r.operation().equals("GetObject") && r.status() < 300, FILES / 4);
        try (Forked node = node();
                Forked get = get(node.url("at last"))) {
            assertThat(get.mustExit(LIMIT)).as(get.toString()).isZero();
        }
        tree.assertIsAt(temp.resolve("out"), "after five kills");
        assertThat(archive.restores())
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
        assertThat(archive.restores()).isEmpty();
        assertThat(made.get("cost").toString()).startsWith("0.00");
        Commands.Ran late =
                Commands.run("restore", "plan", "cold", "--by", archive.begun().plusSeconds(3600), "--data", data);
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.out()).contains("not feasible").contains("earliest possible");
        for (int round = 0; round < 2; round++) {
            Commands.Ran run = Commands.run("restore", "run", made.get("plan"), "--data", data);
            assertThat(run.code()).as(run.out() + run.err()).isZero();
        }
        assertThat(archive.count(LoggedRequest::isPaidRestore)).isEqualTo(FILES);
        Commands.Ran status = Commands.run("restore", "status", "cold", "--data", data);
        assertThat(status.out()).contains(FILES + " restoring").contains("spent this month 0.00");
        assertThat(Commands.run("restore", "plan", "none", "--data", data).code())
                .isEqualTo(1);
    }
}
