package dev.gantry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the outside: DuraStore's task API of a node whose store was made from settings, in front of our own fakes. */
class DuraStoreTasksTest {

    @TempDir
    Path directory;

    private FakeBuckets buckets;
    private FakeCloudFront cloudFront;
    private FakeEmr emr;
    private DuraStoreFront node;

    @BeforeEach
    void start() throws IOException {
        buckets = new FakeBuckets();
        cloudFront = new FakeCloudFront(InstantSource.system(), 2);
        emr = new FakeEmr();
        List.of("video", "texts", "counts", "work").forEach(buckets::make);
        node = new DuraStoreFront(
                new S3ProviderFactory().create(new StoreId("cloud"), settings(), DurableWrites.DIRECT));
    }

    private Map<String, String> settings() {
        return Map.of(
                "endpoint", buckets.uri().toString(),
                "access-key", S3Server.KEYS.accessKey(),
                "secret-key", S3Server.KEYS.secretKey(),
                "state", directory.toString(),
                "cloudfront.endpoint", cloudFront.uri().toString(),
                "emr.endpoint", emr.uri().toString(),
                "emr.max-instances", "2");
    }

    @AfterEach
    void stop() {
        node.close();
        List.of(buckets, cloudFront, emr).forEach(FakeService::close);
        assertThat(Payload.open()).as("payloads left open").isZero();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
        return node.send(request, "/task" + path);
    }

    private HttpResponse<String> perform(String task, String body) throws Exception {
        return send(HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)), "/" + task);
    }

    @Test
    void theSeedsTasksAreListed() throws Exception {
        assertThat(send(HttpRequest.newBuilder(), "").body())
                .contains("noop", "enable-streaming", "disable-streaming", "delete-streaming")
                .contains("run-hadoop-job", "describe-hadoop-job", "stop-hadoop-job")
                .contains("enable-hls", "disable-hls", "delete-hls");
    }

    @Test
    void aSpaceIsStreamed() throws Exception {
        HttpResponse<String> enabled = perform("enable-streaming", "video");

        assertThat(enabled.statusCode()).isEqualTo(200);
        String host = cloudFront.distributions().values().iterator().next().host();
        assertThat(MapDocument.read(enabled.body())).containsEntry("domain-name", host);
        assertThat(perform("enable-hls", "{\"spaceId\":\"video\"}").body()).contains("\"streamingHost\" : \"" + host);
        assertThat(perform("disable-streaming", "video").statusCode()).isEqualTo(200);
        assertThat(buckets.policy("video")).isEmpty();
    }

    @Test
    void aChangeThatMeetsAnotherOneIsTriedAgain() throws Exception {
        cloudFront.failNext(412, "PreconditionFailed", "somebody was first");
        cloudFront.failNext(503, "ServiceUnavailable", "for a moment");

        assertThat(perform("enable-streaming", "video").statusCode()).isEqualTo(200);
        assertThat(cloudFront.distributions()).hasSize(1);
    }

    @Test
    void aHadoopJobRunsIsDescribedAndStopped() throws Exception {
        buckets.objects("work").put("count.jar", new byte[] {1});

        String id = MapDocument.read(
                        perform("run-hadoop-job", job("count.jar", "1")).body())
                .get("jobFlowId");

        assertThat(MapDocument.read(perform("describe-hadoop-job", id).body())).containsEntry("Job State", "STARTING");
        assertThat(MapDocument.read(perform("stop-hadoop-job", id).body())).containsEntry("results", "success");
        assertThat(MapDocument.read(perform("stop-hadoop-job", "j-X").body())).containsEntry("results", "failure");
    }

    private static String job(String jar, String instances) {
        return MapDocument.write(Map.of(
                "jarContentId", jar,
                "sourceSpaceId", "texts",
                "destSpaceId", "counts",
                "workSpaceId", "work",
                "numInstances", instances));
    }

    @Test
    void whatCannotBeDoneIsAnsweredAsDuraStoreDoes() throws Exception {
        assertThat(perform("disable-streaming", "video").statusCode()).isEqualTo(500);
        assertThat(perform("disable-streaming", "video").body())
                .isEqualTo("No streaming distribution exists for space video");
        assertThat(perform("enable-streaming", "").body()).isEqualTo("A Space ID must be provided");
        assertThat(perform("run-hadoop-job", "<map/>").statusCode()).isEqualTo(500);
        assertThat(perform("enable-hls", "{\"spaceId\":\"video\",\"secure\":true}")
                        .statusCode())
                .isEqualTo(400);

        buckets.objects("work").put("count.jar", new byte[] {1});
        HttpResponse<String> tooMuch = perform("run-hadoop-job", job("count.jar", "3"));
        assertThat(tooMuch.statusCode()).isEqualTo(400);
        assertThat(tooMuch.body()).contains("not supported as requested", "emr.max-instances");
    }

    @Test
    void aJobWhoseStartIsNotAnsweredIsNotStartedTwice() throws Exception {
        buckets.objects("work").put("count.jar", new byte[] {1});
        emr.failNext(500, "InternalServerException", "oops");

        HttpResponse<String> failed = perform("run-hadoop-job", job("count.jar", "1"));

        assertThat(failed.statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(failed.body()).contains("whether the job runs is not known");
        assertThat(emr.asked()).filteredOn("RunJobFlow"::equals).hasSize(1);
    }
}
