package dev.gantry.durastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskKind;
import dev.gantry.file.FileProvider;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner;
import dev.gantry.tck.TaskProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.duracloud.client.ContentStore;
import org.duracloud.error.ContentStateException;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.UnauthorizedException;
import org.duracloud.error.UnsupportedTaskException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DuraStore's task API as its client and as bare HTTP find it. */
class TaskApiTest {

    /** Answers with what it was given, or fails as its name says. */
    private static final class Runner implements TaskRunner {

        @Override
        public List<TaskKind> kinds() {
            return List.of(
                    new TaskKind("echo", true, Role.USER),
                    new TaskKind("refuse", true, Role.ADMIN),
                    new TaskKind("clash", false, Role.ADMIN),
                    new TaskKind("confuse", false, Role.ADMIN));
        }

        @Override
        public CompletionStage<String> run(TaskCall call) {
            return switch (call.name()) {
                case "echo" -> CompletableFuture.completedStage(call.parameters());
                case "refuse" ->
                    CompletableFuture.failedStage(new ProviderException.Rejected("It is open already.", null));
                case "clash" -> CompletableFuture.failedStage(new ProviderException.Conflict("it is under way"));
                default -> CompletableFuture.failedStage(new InvalidValueException("spaceId is missing"));
            };
        }
    }

    @TempDir
    static Path directory;

    static TestNode node;
    static ContentStore plain;
    static ContentStore capable;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode(
                FileProvider.at(new StoreId("disk"), directory.resolve("disk")),
                new TaskProvider(FileProvider.at(new StoreId("second"), directory.resolve("second")), new Runner()));
        plain = node.client("disk");
        capable = node.client("second");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return send(method, path, body, "rootkey:rootsecret");
    }

    private HttpResponse<String> send(String method, String path, String body, String credentials) throws Exception {
        return send(method, path, body, credentials, "text/xml; charset=ISO-8859-1");
    }

    private HttpResponse<String> send(String method, String path, String body, String credentials, String type)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    @Test
    void tasksAppearByRegistrationAloneBehindNoop() throws Exception {
        assertThat(plain.getSupportedTasks()).containsExactly("noop");
        assertThat(capable.getSupportedTasks()).containsExactly("noop", "echo", "refuse", "clash", "confuse");
        HttpResponse<String> list = send("GET", "/durastore/task", "");
        assertThat(list.body()).isEqualTo("<list>\n  <string>noop</string>\n</list>");
        assertThat(list.headers().firstValue("Content-Type")).contains("application/xml");
    }

    @Test
    void performsWithAndWithoutABodyAndTakesItForUtf8() throws Exception {
        assertThat(plain.performTask("noop", null)).isEqualTo("Success");
        assertThat(plain.performTaskWithNoRetries("noop", "<anything/>")).isEqualTo("Success");
        assertThat(capable.performTask("echo", null)).isEmpty();
        assertThat(capable.performTask("echo", "gr\u00fcn \u2603 {\"a\": 1}")).isEqualTo("gr\u00fcn \u2603 {\"a\": 1}");
        HttpResponse<String> result = send("POST", "/durastore/task/noop?storeID=disk", "");
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.headers().firstValue("Content-Type")).contains("text/plain");
        String id = result.headers().firstValue("x-gantry-task").orElseThrow();
        assertThat(send("GET", "/durastore/task/" + id, "").body()).isEqualTo("Success");
    }

    private HttpResponse<String> multipart(String type, String body) throws Exception {
        return send("POST", "/durastore/task/echo?storeID=second", body, "rootkey:rootsecret", type);
    }

    @Test
    void ofAMultipartBodyTheFirstFileCounts() throws Exception {
        String field = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nfield\r\n";
        String file = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"p\"\r\n\r\n{\"a\": 1}\r\n";
        assertThat(multipart("multipart/form-data; boundary=b", "preamble\r\n" + field + file + "--b--\r\n")
                        .body())
                .isEqualTo("{\"a\": 1}");
        assertThat(multipart("Multipart/Mixed; boundary=\"b\"", field + "--b--").body())
                .isEqualTo("field");
        for (String odd : new String[] {"", "--b--", "--b", "no boundary at all", "--b\r\n\r\nnever ended"}) {
            assertThat(multipart("multipart/form-data; boundary=b", odd).statusCode())
                    .as(odd)
                    .isEqualTo(odd.isEmpty() ? 200 : 500);
        }
        assertThat(multipart("multipart/form-data", field).statusCode()).isEqualTo(500);
    }

    @Test
    void refusalsHaveDuraStoresStatusesAndWords() throws Exception {
        HttpResponse<String> unknown = send("POST", "/durastore/task/no-such-task", "");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).isEqualTo("no-such-task is not a supported task.");
        HttpResponse<String> refused = send("POST", "/durastore/task/refuse?storeID=second", "");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .isEqualTo("Execution of task refuse is not supported as requested. It is open already.");
        HttpResponse<String> clash = send("POST", "/durastore/task/clash?storeID=second", "");
        assertThat(clash.statusCode()).isEqualTo(409);
        assertThat(clash.body()).isEqualTo("it is under way");
        HttpResponse<String> wrong = send("POST", "/durastore/task/confuse?storeID=second", "");
        assertThat(wrong.statusCode()).isEqualTo(500);
        assertThat(wrong.body()).isEqualTo("spaceId is missing");
        HttpResponse<String> low = send("POST", "/durastore/task/noop", "", "annkey:ann:secret");
        assertThat(low.statusCode()).isEqualTo(403);
        HttpResponse<String> nobody = send("POST", "/durastore/task/noop", "", "annkey:wrong");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"DuraCloud:DuraStore\"");
    }

    @Test
    void anUnknownStoreIsAnErrorAndNeverThePrimaryOne() throws Exception {
        for (String method : new String[] {"GET", "POST"}) {
            HttpResponse<String> answer =
                    send(method, "/durastore/task" + (method.equals("POST") ? "/noop" : "") + "?storeID=77", "");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("No store exists with ID 77");
        }
    }

    @Test
    void theClientSeesItsOwnExceptions() {
        assertThatThrownBy(() -> plain.performTask("no-such-task", "x")).isInstanceOf(UnsupportedTaskException.class);
        assertThatThrownBy(() -> capable.performTask("clash", "x")).isInstanceOf(ContentStateException.class);
        assertThatThrownBy(() -> capable.performTask("confuse", "x")).isInstanceOf(ContentStoreException.class);
        assertThatThrownBy(() -> node.manager("annkey", "ann:secret")
                        .getContentStore(TestNode.id("disk"), 0)
                        .performTask("noop", null))
                .isInstanceOf(UnauthorizedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enable-streaming",
                "disable-streaming",
                "delete-streaming",
                "add-streaming-item",
                "run-hadoop-job",
                "describe-hadoop-job",
                "stop-hadoop-job",
                "restore-content",
                "set-storage-policy",
                "enable-hls",
                "create-snapshot"
            })
    void aTaskOfAProviderThatIsNotHereIsUnsupported(String name) {
        assertThatThrownBy(() -> plain.performTask(name, "space")).isInstanceOf(UnsupportedTaskException.class);
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedAndAnXmlBombIsText() throws Exception {
        HttpResponse<String> large = send("POST", "/durastore/task/echo?storeID=second", "x".repeat(10 << 20));
        assertThat(large.statusCode()).isEqualTo(400);
        String bomb = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><map>&c;</map>";
        assertThat(send("POST", "/durastore/task/echo?storeID=second", bomb).body())
                .isEqualTo(bomb);
    }
}
