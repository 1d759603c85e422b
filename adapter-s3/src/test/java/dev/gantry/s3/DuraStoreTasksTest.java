package dev.gantry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.durastore.DurastoreHandler;
import dev.gantry.durastore.DurastoreSettings;
import dev.gantry.engine.EngineSettings;
import dev.gantry.engine.Gantry;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the outside: DuraStore's task API of a node whose store was made from settings, in front of our own fakes. */
class DuraStoreTasksTest {

    private static final User ROOT = new User(new UserId(new UUID(1, 1)), "root", Role.ROOT);
    private static final List<Accounts.Account> ALL = List.of(new Accounts.Account(ROOT, "rootkey", "rootsecret"));

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newHttpClient();
    private FakeBuckets buckets;
    private FakeCloudFront cloudFront;
    private FakeEmr emr;
    private Gantry engine;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        buckets = new FakeBuckets();
        cloudFront = new FakeCloudFront(InstantSource.system(), 2);
        emr = new FakeEmr();
        List.of("video", "texts", "counts", "work").forEach(buckets::make);
        engine = Gantry.builder()
                .store(new S3ProviderFactory().create(new StoreId("cloud"), settings(), DurableWrites.DIRECT))
                .inMemory()
                .settings(EngineSettings.defaults().withFreeSpaceFloor(0))
                .start()
                .toCompletableFuture()
                .join();
        server = HttpServer.start(
                ServerSettings.defaults(threads, threads).withIoThreads(1),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new DurastoreHandler(
                        new RootAlone(), engine::as, DurastoreSettings.of(false, InstantSource.system()), threads));
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

    private static final class RootAlone implements Accounts {
        @Override
        public Optional<Account> find(String accessKey) {
            return ALL.stream().filter(one -> one.accessKey().equals(accessKey)).findFirst();
        }

        @Override
        public List<User> users() {
            return List.of(ROOT);
        }
    }

    @AfterEach
    void stop() {
        server.close();
        engine.close();
        List.of(buckets, cloudFront, emr).forEach(FakeService::close);
        threads.shutdownNow();
        assertThat(Payload.open()).as("payloads left open").isZero();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
        String credentials = Base64.getEncoder().encodeToString("rootkey:rootsecret".getBytes(StandardCharsets.UTF_8));
        return http.send(
                request.uri(URI.create("http://127.0.0.1:" + server.port() + "/durastore/task" + path))
                        .header("Authorization", "Basic " + credentials)
                        .build(),
                BodyHandlers.ofString());
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
