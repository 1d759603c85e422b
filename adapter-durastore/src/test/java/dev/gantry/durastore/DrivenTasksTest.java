package dev.gantry.durastore;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Role;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskKind;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner;
import dev.gantry.ports.spi.TaskRunner.TaskCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks of a remote DuraStore, against our fake of each release: each difference between them. */
class DrivenTasksTest {

    private static final String HADOOP =
            "{\"jarContentId\": \"j\", \"sourceSpaceId\": \"s\", \"destSpaceId\": \"d\", \"workSpaceId\": \"w\"}";

    private FakeDuraStore fake;
    private DurastoreProvider provider;

    private void open(FakeVersion version, String store) throws IOException {
        fake = new FakeDuraStore(version);
        provider = Driven.provider(fake.reach(Optional.of(store)));
        await(provider.check());
    }

    @AfterEach
    void close() {
        provider.close();
        fake.close();
    }

    private TaskRunner runner() {
        return provider.capability(TaskRunner.class).orElseThrow();
    }

    private CompletionStage<String> run(String name, String parameters) {
        return runner().run(new TaskCall(new TaskId(new UUID(1, 2)), name, parameters));
    }

    private String sent() {
        return fake.tasks().performed().get(fake.tasks().performed().size() - 1).body();
    }

    private void archive(String id) {
        byte[] bytes = "cold".getBytes(StandardCharsets.UTF_8);
        fake.account("2").put("cold", id, new FakeContent(bytes, "text/plain", Map.of(), Instant.EPOCH, true));
    }

    @Test
    void tasksAreThoseOfTheStoreWithTheirRolesOnceItWasLookedAt() throws IOException {
        open(FakeVersion.V8, "2");
        assertThat(runner().kinds()).containsExactly(new TaskKind("restore-content", true, Role.ROOT));
        try (DurastoreProvider unchecked = Driven.provider(fake.reach(Optional.empty()))) {
            TaskRunner runner = unchecked.capability(TaskRunner.class).orElseThrow();
            assertThat(runner.kinds()).isEmpty();
            await(unchecked.check());
            assertThat(runner.kinds())
                    .contains(
                            new TaskKind("set-storage-policy", true, Role.ROOT),
                            new TaskKind("get-url-hls", true, Role.USER),
                            new TaskKind("enable-hls", false, Role.ADMIN))
                    .extracting(TaskKind::name)
                    .doesNotContain("noop");
        }
    }

    @Test
    void aStoreThatIsNotThereIsNeverThePrimaryOne() throws IOException {
        open(FakeVersion.V8, "1");
        try (DurastoreProvider wrong = Driven.provider(fake.reach(Optional.of("7")))) {
            assertThat(failure(wrong.check()))
                    .isInstanceOf(ProviderException.Rejected.class)
                    .hasMessageContaining("has no store 7; it has 1, 2");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "V2_4 | disable-streaming | space-one | space-one",
                "V2_4 | disable-streaming | {\"spaceId\": \"space-one\"} | space-one",
                "V3_3 | disable-streaming | space-one | {\"spaceId\":\"space-one\"}",
                "V3_3 | enable-streaming | {\"spaceId\": \"s\", \"secure\": true} | {\"spaceId\": \"s\", \"secure\": true}",
                "V8 | disable-hls | space-one | {\"spaceId\":\"space-one\"}",
                "V8 | enable-hls | space-one | {\"spaceId\":\"space-one\"}",
                "V8 | delete-hls | space-one | {\"spaceId\":\"space-one\"}",
                "V8 | set-storage-policy | {\"spaceId\": \"s\"} | {\"spaceId\": \"s\"}",
                "V8 | get-signed-cookies-url | {\"spaceId\": \"s\"} | {\"spaceId\": \"s\"}",
                "V8 | create-snapshot | {\"spaceId\": \"s\", \"userEmail\": \"a@b\"} | {\"spaceId\": \"s\", \"userEmail\": \"a@b\"}",
                "V8 | get-snapshot | snap-1 | {\"snapshotId\":\"snap-1\"}",
                "V8 | get-url-hls | <map><entry><string>spaceId</string><string>s</string></entry></map> | {\"spaceId\":\"s\"}",
                "V2_4 | add-streaming-item | {\"spaceId\": \"s\", \"contentId\": \"a:b\"} | s:a:b",
                "V2_4 | describe-hadoop-job | j-1 | j-1",
                "V2_4 | stop-hadoop-job | {\"jobFlowId\": \"j-1\"} | j-1",
            })
    void parametersGoOutInTheFormOfTheRelease(FakeVersion version, String task, String given, String expected)
            throws IOException {
        open(version, "1");
        await(run(task, given));
        assertThat(sent()).isEqualTo(expected);
    }

    @Test
    void mapsInXmlAreTakenForEveryRelease() throws IOException {
        String map = TaskParameters.toXml(Map.of("spaceId", "a & b"));
        open(FakeVersion.V3_3, "1");
        await(run("disable-streaming", map));
        assertThat(sent()).isEqualTo("{\"spaceId\":\"a & b\"}");
    }

    @Test
    void hadoopsNamesAreThoseOfTheRelease() throws IOException {
        open(FakeVersion.V0_6, "1");
        assertThat(await(run("run-hadoop-job", HADOOP))).contains("<string>jobFlowId</string>");
        assertThat(sent()).contains("<string>workSpaceId</string>").contains("<string>jarContentId</string>");
        String capitals = TaskParameters.toXml(TaskParameters.parse(sent()).named());
        provider.close();
        fake.close();
        open(FakeVersion.V2_4, "1");
        assertThat(await(run("run-hadoop-job", capitals))).contains("<string>JOB_FLOW_ID</string>");
        assertThat(sent()).contains("<string>WORKSPACE_ID</string>").contains("<string>SOURCE_SPACE_ID</string>");
    }

    @Test
    void aFailureThatIsToldAsASuccessIsAFailure() throws IOException {
        open(FakeVersion.V2_4, "1");
        fake.tasks().failStreaming();
        for (String task : new String[] {"enable-streaming", "delete-streaming"}) {
            assertThat(failure(run(task, "space-one")))
                    .isInstanceOf(ProviderException.Rejected.class)
                    .hasMessageContaining("failed due to: the account may not");
        }
    }

    @Test
    void laterReleasesSayFailuresThemselves() throws IOException {
        open(FakeVersion.V3_3, "1");
        fake.tasks().failStreaming();
        assertThat(failure(run("enable-streaming", "space-one")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("the account may not");
    }

    @Test
    void aLaterResultThatQuotesAFailureIsNone() throws IOException {
        open(FakeVersion.V8, "1");
        assertThat(await(run("get-snapshot", "{\"snapshotId\": \"s-1\"}"))).contains("3 files failed");
    }

    @Test
    void refusalsComeAsWhatTheyAre() throws IOException {
        open(FakeVersion.V2_4, "1");
        assertThat(failure(run("run-hadoop-job", "{}")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("All required parameters not provided");
        assertThat(failure(run("enable-hls", "{\"spaceId\": \"s\"}")))
                .isInstanceOf(ProviderException.Rejected.class)
                .hasMessage("enable-hls is not a supported task.");
        assertThat(failure(run("enable-streaming", "{\"spaceId\": \"s\", \"secure\": true}")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("older than 3.3");
        assertThat(failure(run("stop-hadoop-job", "{\"other\": \"j-1\"}")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("jobFlowId");
        assertThat(failure(run("stop-hadoop-job", "{\"cut\": ")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("no JSON");
        String bomb = "<!DOCTYPE a [<!ENTITY b \"bb\">]><map><entry><string>&b;</string></entry></map>";
        assertThat(failure(run("stop-hadoop-job", bomb))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aRestoreIsProvedByBeingUnderWay() throws IOException {
        open(FakeVersion.V8, "2");
        archive("a/b");
        assertThat(await(run("restore-content", "{\"spaceId\": \"cold\", \"contentId\": \"a/b\"}")))
                .isEqualTo("Request to restore content item a/b in space cold was successful.");
        assertThat(sent()).isEqualTo("cold/a/b");
        assertThat(failure(run("restore-content", "cold/a/b")))
                .isInstanceOf(ProviderException.Conflict.class)
                .hasMessage("Restore is already in progress for cold/a/b");
    }

    @Test
    void aRestoreThatDidNotBeginIsAFailureWhateverIsSaid() throws IOException {
        open(FakeVersion.V8, "2");
        archive("a");
        fake.tasks().failRestores();
        assertThat(failure(run("restore-content", "cold/a")))
                .isInstanceOf(ProviderException.Rejected.class)
                .hasMessageContaining("nothing is under way");
        assertThat(failure(run("restore-content", "cold/none"))).isInstanceOf(ProviderException.NotFound.class);
        assertThat(failure(run("restore-content", "no-slash"))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aConfiguredDialectIsSpokenWhateverIsOffered() throws IOException {
        open(FakeVersion.V8, "1");
        DurastoreAccount legacy = fake.reach(Optional.empty()).withDialect(Optional.of(TaskDialect.parse("legacy")));
        try (DurastoreProvider other = Driven.provider(legacy)) {
            await(other.check());
            TaskRunner runner = other.capability(TaskRunner.class).orElseThrow();
            failure(runner.run(new TaskCall(new TaskId(new UUID(1, 3)), "run-hadoop-job", HADOOP)));
            assertThat(sent()).contains("<string>workSpaceId</string>");
        }
    }
}
