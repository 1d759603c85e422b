package dev.gantry.glacier;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Role;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskKind;
import dev.gantry.lab.s3.LabStorageClass;
import dev.gantry.lab.s3.LoggedRequest;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner;
import dev.gantry.ports.spi.TaskRunner.TaskCall;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RestoreTasksTest {

    private static final int MB = 1 << 20;

    @TempDir
    private Path directory;

    private TestArchive archive;
    private GlacierProvider provider;

    @BeforeEach
    void open() {
        archive = new TestArchive(directory);
        archive.service().createBucket("space");
        provider = archive.open(TestArchive.SETTINGS, "GLACIER");
    }

    @AfterEach
    void close() {
        provider.close();
        archive.close();
    }

    private TaskRunner tasks() {
        return provider.capability(TaskRunner.class).orElseThrow();
    }

    private static TaskCall call(String name, String parameters) {
        return new TaskCall(new TaskId(UUID.randomUUID()), name, parameters);
    }

    private String run(String name, String parameters) {
        return await(tasks().run(call(name, parameters)));
    }

    private Throwable refusal(String name, String parameters) {
        return failure(tasks().run(call(name, parameters)));
    }

    private JsonNode json(String name, String parameters) {
        return JsonMapper.shared().readTree(run(name, parameters));
    }

    private void place(String name, LabStorageClass storageClass, int length) {
        archive.service().place("space", name, storageClass, new byte[length]);
    }

    @Test
    void restoresAreForRootAlone() {
        assertThat(tasks().kinds())
                .extracting(TaskKind::name, TaskKind::role)
                .contains(
                        tuple("restore-content", Role.ROOT),
                        tuple("restore-run", Role.ROOT),
                        tuple("restore-plan", Role.ADMIN),
                        tuple("restore-status", Role.ADMIN));
    }

    @Test
    void restoreContentIsInitiatedOnceAndThenInProgress() {
        place("dir/a b", LabStorageClass.GLACIER, 10);
        assertThat(run("restore-content", "space/dir/a b"))
                .contains("space/dir/a b has been initiated")
                .contains("from about 2026-01-01T11:00:00Z")
                .contains("14 days");
        assertThat(run("restore-content", "space/dir/a b"))
                .isEqualTo("Restore is already in progress for space/dir/a b.");
        archive.pass(Duration.ofHours(5));
        assertThat(run("restore-content", "space/dir/a b")).contains("until 2026-01-16T00:00:00Z");
        assertThat(archive.begun()).isEqualTo(1);
        assertThat(archive.restores().get(0))
                .extracting(LoggedRequest::tier, LoggedRequest::days)
                .containsExactly("Standard", 14);
    }

    @Test
    void duplicateIsAConflictWhereThatIsSet() {
        provider.close();
        GlacierSettings usual = TestArchive.SETTINGS;
        provider = archive.open(
                new GlacierSettings(
                        usual.tier(),
                        usual.keep(),
                        usual.poll(),
                        usual.monthlyCap(),
                        usual.prices(),
                        true,
                        usual.rate()),
                "GLACIER");
        place("a", LabStorageClass.GLACIER, 10);
        run("restore-content", "space/a");
        assertThat(refusal("restore-content", "space/a"))
                .isInstanceOf(ProviderException.Conflict.class)
                .hasMessage("Restore is already in progress for space/a.");
    }

    @Test
    void whatCannotBeRestoredIsNoSuccess() {
        place("online", LabStorageClass.STANDARD, 10);
        place("busy", LabStorageClass.GLACIER, 10);
        assertThat(refusal("restore-content", "space/missing")).isInstanceOf(ProviderException.NotFound.class);
        assertThat(refusal("restore-content", "nowhere/missing")).isInstanceOf(ProviderException.NotFound.class);
        assertThat(refusal("restore-content", "space/online")).isInstanceOf(ProviderException.Rejected.class);
        for (String wrong : List.of("", "space", "space/", "/content")) {
            assertThat(refusal("restore-content", wrong)).as(wrong).isInstanceOf(InvalidValueException.class);
        }
        archive.service().throttle(1);
        assertThat(refusal("restore-content", "space/busy")).isInstanceOf(ProviderException.Throttled.class);
        assertThat(archive.begun()).isZero();
    }

    private void mixed() {
        place("p/online", LabStorageClass.STANDARD, MB);
        place("p/running", LabStorageClass.GLACIER, MB);
        run("restore-content", "space/p/running");
        for (int i = 0; i < 40; i++) {
            place("p/flexible-" + i, LabStorageClass.GLACIER, MB);
            place("p/deep-" + i, LabStorageClass.DEEP_ARCHIVE, MB);
        }
        place("q/other", LabStorageClass.DEEP_ARCHIVE, MB);
        archive.pass(Duration.ofMinutes(1));
    }

    @Test
    void planTellsStatesTiersAndCostsAndSpendsNothing() {
        mixed();
        long before = archive.restores().size();
        JsonNode plan = json(
                "restore-plan", "{\"bucket\":\"space\",\"prefix\":\"p/\",\"by\":\"2026-01-01T20:00:00Z\",\"days\":1}");
        assertThat(plan.path("online").path("objects").asInt()).isEqualTo(1);
        assertThat(plan.path("restoring").path("objects").asInt()).isEqualTo(1);
        assertThat(plan.path("archived").path("objects").asInt()).isEqualTo(80);
        assertThat(plan.path("classes").get(0).path("tier").asString()).isEqualTo("Bulk");
        assertThat(plan.path("classes").get(1).path("tier").asString()).isEqualTo("Standard");
        assertThat(plan.path("classes").get(1).path("options").size()).isEqualTo(2);
        assertThat(plan.has("infeasible")).isFalse();
        assertThat(archive.restores()).hasSize((int) before);
        assertThat(json("restore-plan", "{\"bucket\":\"space\",\"by\":\"2026-01-01T07:00:00Z\"}")
                        .path("infeasible")
                        .asString())
                .contains("DEEP_ARCHIVE")
                .contains("earliest possible");
    }

    @Test
    void runDoesWhatThePlanSaysOnceAndLeavesWhatCameLater() {
        mixed();
        String order = "{\"plan\":\"one\",\"bucket\":\"space\",\"prefix\":\"p/\",\"made\":\"" + archive.instant()
                + "\",\"days\":1,\"tiers\":{\"GLACIER\":\"Bulk\",\"DEEP_ARCHIVE\":\"Standard\"},\"cap\":\"100\"}";
        archive.pass(Duration.ofMinutes(1));
        place("p/late", LabStorageClass.GLACIER, MB);
        JsonNode first = json("restore-run", order);
        assertThat(first.path("requested").asInt()).isEqualTo(80);
        assertThat(first.path("overCap").asInt()).isZero();
        JsonNode second = json("restore-run", order);
        assertThat(second.path("requested").asInt()).isZero();
        assertThat(second.path("restoring").asInt()).isEqualTo(81);
        assertThat(second.path("spent").asString())
                .isEqualTo(first.path("spent").asString());
        assertThat(archive.begun()).isEqualTo(81);
        assertThat(archive.restores())
                .filteredOn(r -> r.key().startsWith("p/deep"))
                .extracting(LoggedRequest::tier)
                .containsOnly("Standard");
        archive.pass(Duration.ofHours(12));
        JsonNode status = json("restore-status", "{\"bucket\":\"space\",\"prefix\":\"p/\",\"plan\":\"one\"}");
        assertThat(status.path("restored").path("objects").asInt()).isEqualTo(81);
        assertThat(status.path("archived").path("objects").asInt()).isEqualTo(1);
        assertThat(status.path("spentByPlan").asString())
                .isEqualTo(first.path("spent").asString());
    }

    @Test
    void runNeverSpendsAboveItsCapWhateverIsRetriedAndRestarted() {
        for (int i = 0; i < 50; i++) {
            place("d/%02d".formatted(i), LabStorageClass.DEEP_ARCHIVE, MB);
        }
        String order = "{\"plan\":\"small\",\"bucket\":\"space\",\"days\":1,\"tiers\":{\"DEEP_ARCHIVE\":\"Standard\"},"
                + "\"cap\":\"0.0015\"}";
        for (int round = 0; round < 4; round++) {
            archive.service().throttle(round == 1 ? 1 : 0);
            if (round == 1) {
                assertThat(refusal("restore-run", order)).isInstanceOf(ProviderException.Throttled.class);
            } else {
                assertThat(json("restore-run", order).path("overCap").asInt()).isPositive();
            }
            provider.close();
            provider = archive.open(TestArchive.SETTINGS, "GLACIER");
        }
        Prices prices = new Prices(PriceTable.builtIn(), "us-east-1");
        var one = prices.restore(ArchiveClass.DEEP_ARCHIVE, RestoreTier.STANDARD, 1, MB, 1)
                .total();
        assertThat(one.multiply(BigDecimal.valueOf(archive.begun()))).isLessThanOrEqualTo(new BigDecimal("0.0015"));
        assertThat(archive.begun()).isEqualTo(12);
    }

    @Test
    void parametersThatAreNoneAreRefused() {
        for (String wrong : List.of(
                "",
                "[]",
                "{\"prefix\":\"p\"}",
                "{\"bucket\":\"space\",\"color\":1}",
                "{\"bucket\":\"space\",\"by\":\"soon\"}",
                "{\"bucket\":\"space\",\"days\":0}",
                "{\"bucket\":\"space\",\"maxCost\":\"-1\"}")) {
            assertThat(refusal("restore-plan", wrong)).as(wrong).isInstanceOf(InvalidValueException.class);
        }
        assertThat(refusal("restore-run", "{\"plan\":\"x\",\"bucket\":\"space\",\"days\":1}"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("cap");
        assertThat(refusal("restore-plan", "{\"bucket\":\"nowhere\"}")).isInstanceOf(ProviderException.NotFound.class);
    }
}
