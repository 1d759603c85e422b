package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.lab.s3.LabStorageClass;
import dev.gantry.lab.s3.LoggedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code gantry get} of a bucket whose objects are online, archived, restored, being restored and, soon, missing. */
@Timeout(180)
class MixedRecallTest {

    private static final List<String> READ =
            List.of("m/deep", "m/flexible", "m/instant", "m/online", "m/restored", "m/restoring");
    private static final String GONE = "m/gone";

    @TempDir
    private Path temp;

    private ColdArchive archive;
    private ServedNode node;

    @BeforeEach
    void start() throws IOException {
        archive = new ColdArchive();
        place("m/online", LabStorageClass.STANDARD);
        place("m/instant", LabStorageClass.GLACIER_IR);
        place("m/flexible", LabStorageClass.GLACIER);
        place("m/deep", LabStorageClass.DEEP_ARCHIVE);
        place("m/restored", LabStorageClass.GLACIER);
        place("m/restoring", LabStorageClass.DEEP_ARCHIVE);
        place(GONE, LabStorageClass.GLACIER);
        node = new ServedNode(temp.resolve("data"), settings());
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
        archive.close();
    }

    private String settings() {
        return archive.settings("keep = 10 days");
    }

    private void place(String name, LabStorageClass storageClass) {
        archive.place("cold", name, storageClass, name.getBytes(StandardCharsets.UTF_8));
    }

    private void restore(String name) throws IOException {
        Path body = Files.writeString(temp.resolve("body"), "cold/" + name);
        Commands.mustRun("restore", "task", "run", "restore-content", "--body", body, "--data", temp.resolve("data"));
    }

    @Test
    void eachObjectHasItsOwnOutcomeAndNothingIsAskedForTwice() throws Exception {
        restore("m/restored");
        archive.pass(Duration.ofHours(6));
        restore("m/restoring");
        Path out = temp.resolve("out");
        try (Forked get = Forked.start(
                temp.resolve("logs"),
                Forked.brief(OptionalLong.empty()),
                "get",
                "cold",
                "--to",
                out,
                "--node",
                node.url())) {
            archive.await("requests for all that is archived", LoggedRequest::isPaidRestore, 5);
            new RawClient(node.url()).send("DELETE", "/cold/" + GONE, "");
            archive.pass(Duration.ofHours(6));
            archive.await(
                    "a look six hours later", r -> r.at().equals(archive.begun().plus(Duration.ofHours(12))), 3);
            assertThat(get.runs()).isTrue();
            assertThat(Commands.mustRun("jobs", "jobs", "--node", node.url()).out())
                    .contains("GET");
        }
        node.close(); // else the client is told to come again in minutes, which pass on no clock of the archive's
        archive.pass(Duration.ofHours(7));
        node = new ServedNode(temp.resolve("data"), settings());
        Commands.Ran ran = Commands.run("get", "cold", "--to", out, "--json", "--node", node.url());
        for (String name : READ) {
            assertThat(out.resolve(name)).as("%s", ran).hasContent(name);
        }
        assertThat(out.resolve(GONE)).doesNotExist();
        assertThat(ran.events("summary").get(0))
                .as("what was deleted has left the job; the others decide; %s", ran)
                .containsEntry("start", "resumed")
                .containsEntry("objects", READ.size())
                .containsEntry("job_status", "COMPLETED");
        assertThat(archive.restores())
                .allMatch(LoggedRequest::isPaidRestore)
                .extracting(LoggedRequest::key)
                .containsExactlyInAnyOrder("m/restored", "m/restoring", "m/flexible", "m/deep", GONE);
    }
}
