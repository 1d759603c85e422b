package dev.gantry.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.TaskId;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner.TaskCall;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** By AWS's own client over the SDK's Netty transport, on Gantry's Netty, against our own fakes. */
class StreamingTasksTest {

    private static final String SPACE = "video";
    private static final String JSON = "{\"spaceId\": \"video\", \"secure\": false}";
    private static final String FOREIGN =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"theirs\",\"Effect\":\"Deny\","
                    + "\"Principal\":\"*\",\"Action\":\"s3:DeleteObject\",\"Resource\":\"arn:aws:s3:::video/*\"}]}";

    private TaskNode node;

    @BeforeEach
    void start() throws IOException {
        node = new TaskNode();
        node.buckets.make(SPACE);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private FakeDistribution only() {
        assertThat(node.cloudFront.distributions()).hasSize(1);
        return node.cloudFront.distributions().values().iterator().next();
    }

    private void deployed() {
        node.time.pause(FakeCloudFront.DEPLOYMENT);
    }

    @Test
    void enablingMakesADistributionThatAloneMayReadOverHttps() {
        String answer = node.run("enable-streaming", SPACE);

        FakeDistribution made = only();
        assertThat(MapDocument.read(answer)).containsEntry("domain-name", made.host());
        assertThat(MapDocument.read(answer).get("results"))
                .startsWith("Enable Streaming Task completed, results: ")
                .contains("https://" + made.host() + "/");
        assertThat(made.config().enabled()).isTrue();
        assertThat(made.config().originDomain()).isEqualTo("video.s3.us-east-1.amazonaws.com");
        assertThat(made.config().viewerProtocol()).isEqualTo("https-only");
        assertThat(made.config().accessControls())
                .containsExactlyElementsOf(node.cloudFront.accessControls().keySet());
        assertThat(node.buckets.policy(SPACE).orElseThrow().toString())
                .contains(
                        "\"AWS:SourceArn\":\"" + made.arn() + "\"", "arn:aws:s3:::video/*", "cloudfront.amazonaws.com");
    }

    @Test
    void theLaterFormIsAnsweredInTheLaterForm() {
        assertThat(JsonMapper.shared().readTree(node.run("enable-hls", JSON)).toString())
                .isEqualTo("{\"result\":\"enable-hls task completed successfully\",\"streamingHost\":\"" + only().host()
                        + "\"}");
        assertThat(node.run("enable-streaming", JSON)).contains("Enable Streaming Task completed successfully");
        assertThat(node.run("disable-hls", "{\"spaceId\":\"video\"}"))
                .contains("disable-hls task completed successfully");
        deployed();
        assertThat(node.run("delete-hls", "{\"spaceId\":\"video\"}"))
                .contains("delete-hls task completed successfully");
    }

    @Test
    void enablingAgainFindsTheDistributionOnWhateverPageItIs() {
        for (int i = 0; i < 3; i++) {
            node.cloudFront.add("theirs" + i, "S3-video", "video.s3.us-east-1.amazonaws.com");
        }
        String first = node.run("enable-streaming", SPACE);
        for (int i = 3; i < 6; i++) {
            node.cloudFront.add("theirs" + i, DistributionPlan.ORIGIN, "other.s3.us-east-1.amazonaws.com");
        }
        node.cloudFront.forgetAsked();

        assertThat(MapDocument.read(node.run("enable-streaming", SPACE)))
                .containsEntry("domain-name", MapDocument.read(first).get("domain-name"));

        assertThat(node.cloudFront.distributions()).hasSize(7);
        assertThat(node.cloudFront.asked())
                .doesNotContain("POST distribution", "PUT distribution/config", "POST origin-access-control")
                .filteredOn("GET distribution"::equals)
                .hasSizeGreaterThan(3);
        assertThat(node.buckets.asked()).filteredOn("PUT policy"::equals).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(FakeCloudFront.Listing.class)
    void whatAListDoesNotTellIsLookedUpAtTheDistributionItself(FakeCloudFront.Listing listing) {
        node.cloudFront.listing(listing);
        for (int i = 0; i < 3; i++) {
            node.cloudFront.add("theirs" + i, DistributionPlan.ORIGIN, "other.s3.us-east-1.amazonaws.com");
        }
        String first = node.run("enable-streaming", SPACE);

        assertThat(MapDocument.read(node.run("enable-hls", SPACE)))
                .containsEntry("domain-name", MapDocument.read(first).get("domain-name"));
        node.run("disable-hls", SPACE);
        deployed();
        node.run("delete-hls", SPACE);

        assertThat(node.cloudFront.distributions().values())
                .extracting(one -> one.config().originDomain())
                .containsOnly("other.s3.us-east-1.amazonaws.com")
                .hasSize(3);
        if (listing == FakeCloudFront.Listing.WITHOUT_ORIGINS) {
            assertThat(node.cloudFront.looks()).doesNotContain("E0000000000001", "E0000000000002");
        }
    }

    @Test
    void moreDistributionsThanCanBeLookedAtAreToldAsSuch() {
        node.cloudFront.listing(FakeCloudFront.Listing.BARE);
        for (int i = 0; i < 101; i++) {
            node.cloudFront.add("theirs" + i, "S3-other", "other.s3.us-east-1.amazonaws.com");
        }

        assertThatThrownBy(() -> node.run("enable-streaming", SPACE))
                .isInstanceOf(ProviderException.Rejected.class)
                .hasMessageContaining("more than 100 distributions");
        assertThat(node.cloudFront.distributions()).hasSize(101);
    }

    @Test
    void oneThatWasSwitchedOffIsSwitchedOnAgain() {
        node.run("enable-streaming", SPACE);
        only().change(only().config().switched(false), node.time.instant());

        node.run("enable-streaming", SPACE);

        assertThat(only().config().enabled()).isTrue();
    }

    @Test
    void disablingTakesTheAccessAwayAndKeepsTheDistribution() {
        node.run("enable-streaming", SPACE);

        assertThat(node.run("disable-streaming", SPACE)).startsWith("Disable Streaming Task completed. ");

        assertThat(only().config().enabled()).isTrue();
        assertThat(node.buckets.policy(SPACE)).isEmpty();
        assertThat(node.run("disable-streaming", SPACE)).as("repeatable").startsWith("Disable Streaming Task");
    }

    @Test
    void statementsOfOthersOutliveThem() {
        node.buckets.setPolicy(SPACE, FOREIGN);
        node.run("enable-streaming", SPACE);
        assertThat(node.buckets.policy(SPACE).orElseThrow().path("Statement").size())
                .isEqualTo(2);

        node.run("disable-streaming", SPACE);

        assertThat(node.buckets.policy(SPACE)).contains(JsonMapper.shared().readTree(FOREIGN));
    }

    @Test
    void deletingWaitsUntilItIsOffEverywhereAndLeavesOthersAlone() {
        node.cloudFront.add("theirs", "S3-video", "video.s3.us-east-1.amazonaws.com");
        node.run("enable-streaming", SPACE);
        deployed();
        var before = node.time.instant();

        assertThat(node.run("delete-streaming", SPACE)).isEqualTo("Delete Streaming Task completed successfully");

        assertThat(node.time.instant()).isAfterOrEqualTo(before.plus(FakeCloudFront.DEPLOYMENT));
        assertThat(only().config().callerReference()).isEqualTo("theirs");
        assertThat(only().config().enabled()).isTrue();
        assertThat(node.buckets.policy(SPACE)).isEmpty();
    }

    @Test
    void deletingGivesUpAfterAQuarterOfAnHourAndCanGoOn() {
        node.run("enable-streaming", SPACE);
        only().change(only().config().switched(false), node.time.instant().plusSeconds(1200));

        assertThatThrownBy(() -> node.run("delete-streaming", SPACE))
                .isInstanceOf(ProviderException.Conflict.class)
                .hasMessageContaining("15 minutes");

        assertThat(node.run("delete-streaming", SPACE)).contains("completed");
        assertThat(node.cloudFront.distributions()).isEmpty();
    }

    @Test
    void deletingDoesNotFightWithSomebodyWhoSwitchesItOn() {
        node.run("enable-streaming", SPACE);
        node.time.atNextPause(() -> only().change(only().config().switched(true), node.time.instant()));

        assertThatThrownBy(() -> node.run("delete-streaming", SPACE))
                .isInstanceOf(ProviderException.Conflict.class)
                .hasMessageContaining("switched on again");

        assertThat(only().config().enabled()).isTrue();
    }

    @Test
    void aDeletionThatIsTriedAgainMayFindItDone() {
        TaskId task = new TaskId(UUID.randomUUID());
        node.run("enable-streaming", SPACE);
        node.run(task, "delete-streaming", SPACE);

        assertThat(node.run(task, "delete-streaming", SPACE)).contains("completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable-streaming", "delete-streaming", "disable-hls", "delete-hls"})
    void withoutADistributionThereIsNothingToEnd(String task) {
        assertThatThrownBy(() -> node.run(task, SPACE))
                .isInstanceOf(ProviderException.NotFound.class)
                .hasMessage("No streaming distribution exists for space video");
    }

    @Test
    void aSpaceThatIsMissingIsToldOf() {
        assertThatThrownBy(() -> node.run("enable-streaming", "nowhere"))
                .isInstanceOf(ProviderException.NotFound.class)
                .hasMessage("there is no space nowhere");
        assertThat(node.cloudFront.asked()).isEmpty();
    }

    @Test
    void equalTasksAtOneTimeMakeOneDistribution() {
        List<CompletableFuture<String>> running = Stream.of(SPACE, JSON, " video ", "{\"spaceId\":\"video\"}")
                .map(body -> node.tasks
                        .run(new TaskCall(new TaskId(UUID.randomUUID()), "enable-hls", body))
                        .toCompletableFuture())
                .toList();

        running.forEach(CompletableFuture::join);

        assertThat(node.cloudFront.distributions()).hasSize(1);
        assertThat(node.cloudFront.accessControls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "{}",
                "{\"spaceId\":7}",
                "{\"spaceId\":\"video\",\"colour\":\"red\"}",
                "{\"spaceId\":\"video\",\"spaceId\":\"other\"}",
                "{\"spaceId\":\"video\",\"secure\":\"yes\"}",
                "{\"spaceId\":\"video\",\"allowedOrigins\":\"*\"}",
                "<map/>",
                "<map><entry><string>space</string><string>video</string></entry></map>"
            })
    void wrongParametersAreRefusedBeforeAnythingIsAsked(String parameters) {
        assertThatThrownBy(() -> node.run("enable-streaming", parameters)).isInstanceOf(InvalidValueException.class);
        assertThat(node.buckets.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"spaceId\":\"video\",\"secure\":true}",
                "{\"spaceId\":\"video\",\"allowedOrigins\":[\"https://a\"]}"
            })
    void whatIsNotOfferedIsRejectedWithTheReason(String parameters) {
        assertThatThrownBy(() -> node.run("enable-hls", parameters))
                .isInstanceOf(ProviderException.Rejected.class)
                .hasMessageContaining("leave out");
    }

    @Test
    void refusalsAreSorted() {
        assertThat(failing(412, "PreconditionFailed")).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(failing(503, "ServiceUnavailable")).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(failing(400, "Throttling")).isInstanceOf(ProviderException.Throttled.class);
        assertThat(failing(403, "AccessDenied")).isInstanceOf(ProviderException.Rejected.class);
        assertThat(failing(400, "TooManyDistributions")).isInstanceOf(ProviderException.Rejected.class);
        assertThat(failing(409, "ResourceInUse")).isInstanceOf(ProviderException.Conflict.class);
        assertThat(node.cloudFront.asked())
                .as("each was asked once: the engine tries again")
                .hasSize(6);
    }

    private Throwable failing(int status, String code) {
        node.cloudFront.failNext(status, code, "so it is");
        try {
            return new AssertionError(node.run("enable-streaming", SPACE));
        } catch (RuntimeException e) {
            assertThat(e).hasMessageContaining(code).hasMessageContaining("so it is");
            return e;
        }
    }

    @Test
    void aServiceThatIsNotThereIsUnavailable() {
        node.cloudFront.close();

        assertThatThrownBy(() -> node.run("enable-streaming", SPACE)).isInstanceOf(ProviderException.Unavailable.class);
    }

    @Test
    void aClosedStorePerformsNothing() {
        node.tasks.close();

        assertThatThrownBy(() -> node.run("enable-streaming", SPACE))
                .isInstanceOf(ProviderException.Unavailable.class)
                .hasMessageContaining("closed");
    }
}
