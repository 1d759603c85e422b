package dev.gantry.server;

import static dev.gantry.server.Commands.mustRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.lab.s3.ArchiveService;
import dev.gantry.lab.s3.LoggedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks by the command line, of stores that are there by nothing but a section of the configuration. */
class TaskCommandTest {

    private static final String[] OF_S3 = {
        "noop",
        "enable-streaming",
        "disable-streaming",
        "delete-streaming",
        "enable-hls",
        "disable-hls",
        "delete-hls",
        "run-hadoop-job",
        "describe-hadoop-job",
        "stop-hadoop-job"
    };

    @TempDir
    private Path temp;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ArchiveService archive;
    private ArchiveService plain;
    private Path data;

    /** Two accounts of the lab's S3 as stores, and addresses of CloudFront and EMR where nobody is. */
    @BeforeEach
    void start() throws IOException {
        archive = service();
        plain = service();
        data = Files.createDirectories(temp.resolve("data"));
        Files.writeString(data.resolve("gantry.conf"), """
            gantry.stores.deep { type = glacier, %s, storage-class = DEEP_ARCHIVE, monthly-cap = 100 }
            gantry.stores.aws {
              type = s3, %s
              cloudfront.endpoint = "http://127.0.0.1:1"
              emr.endpoint = "http://127.0.0.1:1"
            }
            """.formatted(account(archive), account(plain)));
    }

    private ArchiveService service() throws IOException {
        return ArchiveService.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InstantSource.system(), threads);
    }

    private static String account(ArchiveService service) {
        return "endpoint = \"http://127.0.0.1:%d\", access-key = lab, secret-key = secret".formatted(service.port());
    }

    @AfterEach
    void stop() {
        archive.close();
        plain.close();
        threads.shutdown();
    }

    private List<Object> tasks(Object... arguments) throws IOException {
        Object[] all = new Object[arguments.length + 4];
        all[0] = "tasks";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 3] = "--json";
        all[all.length - 2] = "--data";
        all[all.length - 1] = data;
        return mustRun("tasks", all).events("task").stream()
                .map(task -> task.get("name"))
                .toList();
    }

    private void assertEveryStoreListsItsOwn() throws IOException {
        assertThat(tasks()).containsExactly("noop");
        assertThat(tasks("--store", "aws")).containsExactlyInAnyOrder((Object[]) OF_S3);
        assertThat(tasks("--store", "deep")).contains("noop", "restore-content", "restore-plan", "restore-run");
        Commands.Ran unknown = Commands.run("tasks", "--store", "none", "--data", data);
        assertThat(unknown.code()).isNotZero();
        assertThat(unknown.err()).contains("none");
    }

    private Commands.Ran restore(String content) throws IOException {
        Path body = Files.writeString(temp.resolve("body"), content);
        return Commands.run("task", "run", "restore-content", "--store", "deep", "--body", body, "--data", data);
    }

    private long restores() {
        return archive.log().stream().filter(LoggedRequest::isPaidRestore).count();
    }

    private void assertRestoresOnce(String name) throws IOException {
        long before = restores();
        Commands.Ran restored = restore("cold/" + name);
        assertThat(restored.code()).as(restored.toString()).isZero();
        assertThat(restored.out()).contains("Restore of cold/" + name);
        restore("cold/" + name);
        assertThat(restores()).isEqualTo(before + 1);
        assertThat(restore("cold/none").code()).isNotZero();
        assertThat(restore("no-slash").code()).isNotZero();
    }

    @Test
    void inProcessAndAgainstANodeTheyAreListedAndPerformed() throws Exception {
        Path tree = Files.createDirectories(temp.resolve("tree"));
        Files.write(tree.resolve("a"), new byte[10]);
        Files.write(tree.resolve("b"), new byte[10]);
        mustRun("a bucket", "buckets", "create", "cold", "--store", "deep", "--data", data);
        mustRun("a put", "put", "cold", tree, "--data", data);
        assertEveryStoreListsItsOwn();
        assertRestoresOnce("tree/a");
        Commands.serve(
                node -> {
                    assertEveryStoreListsItsOwn();
                    assertRestoresOnce("tree/b");
                    assertThat(list(node.durastore().orElseThrow().toString()))
                            .contains("<string>enable-streaming</string>");
                },
                "--durastore",
                "127.0.0.1:0",
                "--data",
                data);
    }

    /** What a client of DuraStore sees. */
    private static String list(String durastore) {
        String keys = Forked.KEYS.get(Credentials.ACCESS_KEY) + ":" + Forked.KEYS.get(Credentials.SECRET_KEY);
        HttpRequest request = HttpRequest.newBuilder(URI.create(durastore + "/task?storeID=aws"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(keys.getBytes(StandardCharsets.UTF_8)))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
    }
}
