package dev.gantry.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.TaskId;
import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** By AWS's own client over the SDK's Netty transport, on Gantry's Netty, against our own fakes. */
class HadoopTasksTest {

    private static final TaskId TASK = new TaskId(UUID.fromString("12345678-1234-1234-1234-123456789abc"));

    private TaskNode node;

    @BeforeEach
    void start() throws IOException {
        node = new TaskNode();
        Set.of("source", "destination", "work").forEach(node.buckets::make);
        node.buckets.objects("work").put("jars/count.jar", new byte[] {1});
        node.buckets.objects("work").put("prepare.sh", new byte[] {1});
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private static Map<String, String> seed() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("jarContentId", "jars/count.jar");
        map.put("sourceSpaceId", "source");
        map.put("destSpaceId", "destination");
        map.put("workSpaceId", "work");
        return map;
    }

    private String run(Map<String, String> parameters) {
        return node.run(TASK, "run-hadoop-job", MapDocument.write(parameters));
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> map = seed();
        map.put(name, value);
        return map;
    }

    @Test
    void aJobStartsByTheSeedsNames() {
        assertThat(MapDocument.read(run(seed())))
                .containsExactly(
                        Map.entry("results", "success"),
                        Map.entry("jobFlowId", "j-0000000000001"),
                        Map.entry("output", "destination/hadoop-output/" + TASK));

        JsonNode asked = node.emr.requests().get(0);
        JsonNode step = asked.path("Steps").path(0).path("HadoopJarStep");
        assertThat(step.path("Jar").asString()).isEqualTo("s3://work/jars/count.jar");
        assertThat(step.path("Args").toString())
                .isEqualTo("[\"s3://source/\",\"s3://destination/hadoop-output/" + TASK + "\"]");
        assertThat(asked.path("LogUri").asString()).isEqualTo("s3://work/hadoop-logs/");
        assertThat(asked.path("Instances").path("InstanceCount").asInt()).isEqualTo(1);
        assertThat(asked.path("Instances").path("KeepJobFlowAliveWhenNoSteps").asBoolean(true))
                .isFalse();
        assertThat(asked.path("Steps").path(0).path("ActionOnFailure").asString())
                .isEqualTo("TERMINATE_CLUSTER");
    }

    @Test
    void theLaterNamesAreAnsweredByLaterNamesAndPasswordsStayHere() {
        Map<String, String> later = new LinkedHashMap<>();
        later.put("JOB_TYPE", "AMAZON_FIXITY");
        later.put("WORKSPACE_ID", "work");
        later.put("SOURCE_SPACE_ID", "source");
        later.put("DEST_SPACE_ID", "destination");
        later.put("JAR_CONTENT_ID", "jars/count.jar");
        later.put("BOOTSTRAP_CONTENT_ID", "prepare.sh");
        later.put("INSTANCE_TYPE", "m5.xlarge");
        later.put("NUM_INSTANCES", "3");
        later.put("DC_HOST", "host");
        later.put("DC_USERNAME", "user");
        later.put("DC_PASSWORD", "topsecret");

        assertThat(MapDocument.read(run(later)))
                .containsEntry("RESULTS", "success")
                .containsEntry("JOB_FLOW_ID", "j-0000000000001");

        JsonNode asked = node.emr.requests().get(0);
        assertThat(asked.toString()).doesNotContain("topsecret", "DC_USERNAME").contains("\"DC_HOST\"", "\"JOB_TYPE\"");
        assertThat(asked.path("Instances").path("InstanceCount").asInt()).isEqualTo(3);
        assertThat(asked.path("Instances").path("SlaveInstanceType").asString()).isEqualTo("m5.xlarge");
        assertThat(asked.path("BootstrapActions")
                        .path(0)
                        .path("ScriptBootstrapAction")
                        .path("Path")
                        .asString())
                .isEqualTo("s3://work/prepare.sh");
    }

    @ParameterizedTest
    @CsvSource({
        "jarContentId, missing.jar, there is no JAR missing.jar in the working space work",
        "bootstrapContentId, missing.sh, there is no bootstrap script missing.sh",
        "sourceSpaceId, nowhere, there is no space nowhere",
        "destSpaceId, nowhere, there is no space nowhere",
        "workSpaceId, nowhere, there is no JAR"
    })
    void whatTheJobNeedsIsLookedForFirst(String name, String value, String told) {
        assertThatThrownBy(() -> run(with(name, value)))
                .isInstanceOf(ProviderException.NotFound.class)
                .hasMessageContaining(told);
        assertThat(node.emr.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"instanceType, p5.48xlarge", "numInstances, 21", "numInstances, 0"})
    void aJobGetsNoMoreThanTheSettingsLetIt(String name, String value) {
        assertThatThrownBy(() -> run(with(name, value)))
                .isInstanceOf(ProviderException.Rejected.class)
                .hasMessageContaining("the store's setting emr.");
        assertThat(node.buckets.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jarContentId", "sourceSpaceId", "destSpaceId", "workSpaceId"})
    void aMissingParameterIsNamed(String name) {
        Map<String, String> map = seed();
        map.remove(name);

        assertThatThrownBy(() -> run(map))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("All required parameters not provided")
                .hasMessageContaining(name + " is missing");
    }

    @ParameterizedTest
    @CsvSource({"numInstances, many", "JAR_CONTENT_ID, jars/count.jar", "a b, c"})
    void wrongParametersAreRefused(String name, String value) {
        assertThatThrownBy(() -> run(with(name, value))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void ajobWhoseStartIsNotAnsweredMayRun() {
        node.emr.failNext(500, "InternalServerException", "oops");

        assertThatThrownBy(() -> run(seed()))
                .isInstanceOf(ProviderException.Unavailable.class)
                .hasMessageContaining("whether the job runs is not known");
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, '', RUNNING, RUNNING",
        "TERMINATING, ALL_STEPS_COMPLETED, COMPLETED, SHUTTING_DOWN",
        "TERMINATED, ALL_STEPS_COMPLETED, COMPLETED, COMPLETED",
        "TERMINATED, USER_REQUEST, CANCELLED, TERMINATED",
        "TERMINATED_WITH_ERRORS, STEP_FAILURE, FAILED, FAILED"
    })
    void aJobIsDescribedInDuraStoresWords(String state, String reason, String step, String told) {
        run(seed());
        node.emr.cluster("j-0000000000001").become(state, reason, step);

        Map<String, String> answer = MapDocument.read(node.run("describe-hadoop-job", "j-0000000000001"));

        assertThat(answer)
                .containsEntry("Job State", told)
                .containsEntry("Step 1 Name", "jars/count.jar")
                .containsEntry("Step 1 State", step);
        if (reason.isEmpty()) {
            assertThat(answer).doesNotContainKeys("Job Started", "Job Ended");
        } else {
            assertThat(answer.get("Job Ended")).isEqualTo("2026-11-22 at 11:05:00 AM UTC");
        }
    }

    @Test
    void stepsAreReadFromEveryPage() {
        run(seed());
        node.emr.repeatSteps("j-0000000000001", 5);

        assertThat(MapDocument.read(node.run("describe-hadoop-job", "j-0000000000001")))
                .containsEntry("Step 1 Name", "step 1")
                .containsEntry("Step 5 Name", "step 5");
    }

    @Test
    void anUnknownJobIsNotThere() {
        assertThatThrownBy(() -> node.run("describe-hadoop-job", "j-NOBODYKNOWS"))
                .isInstanceOf(ProviderException.NotFound.class)
                .hasMessage("there is no Hadoop job j-NOBODYKNOWS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "j-lower", "j-1 j-2", "<map/>"})
    void whatIsNoIdIsRefused(String id) {
        assertThatThrownBy(() -> node.run("stop-hadoop-job", id)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> node.run("describe-hadoop-job", id)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aJobThatEndsIsASuccess() {
        run(seed());
        node.emr.cluster("j-0000000000001").become("RUNNING", "", "RUNNING");

        assertThat(node.run("stop-hadoop-job", "j-0000000000001\n"))
                .isEqualTo(MapDocument.write(Map.of("results", "success")));
        assertThat(node.run("stop-hadoop-job", "j-0000000000001"))
                .isEqualTo(MapDocument.write(Map.of("results", "success")));
        assertThat(node.emr.asked()).filteredOn("TerminateJobFlows"::equals).hasSize(1);
    }

    @Test
    void aJobThatDoesNotEndIsAFailureWithTheReason() {
        run(seed());
        node.emr.cluster("j-0000000000001").become("RUNNING", "", "RUNNING").protect();
        assertThat(stop("j-0000000000001")).containsEntry("results", "failure");
        assertThat(stop("j-0000000000001").get("reason")).contains("protected from termination");

        run(seed());
        node.emr.cluster("j-0000000000002").become("RUNNING", "", "RUNNING").endless();
        assertThat(stop("j-0000000000002").get("reason")).contains("still RUNNING");

        assertThat(stop("j-NOBODYKNOWS")).containsEntry("results", "failure");
        assertThat(stop("j-NOBODYKNOWS").get("reason")).isEqualTo("there is no Hadoop job j-NOBODYKNOWS");
    }

    private Map<String, String> stop(String id) {
        return MapDocument.read(node.run("stop-hadoop-job", id));
    }

    @Test
    void refusalsAreNoFailureOfTheJob() {
        run(seed());
        node.emr.failNext(400, "ThrottlingException", "slower");
        assertThatThrownBy(() -> node.run("stop-hadoop-job", "j-0000000000001"))
                .isInstanceOf(ProviderException.Throttled.class);
        node.emr.failNext(400, "AccessDeniedException", "not yours");
        assertThatThrownBy(() -> node.run("stop-hadoop-job", "j-0000000000001"))
                .isInstanceOf(ProviderException.Rejected.class);
    }
}
