package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private static final Instant MODIFIED = Instant.parse("2021-03-04T05:06:07.123456789Z");

    /** What a command left behind. */
    private record Ran(int code, String out, String err) {

        List<Map<String, Object>> events() throws IOException {
            List<String> lines = out.lines().toList();
            Stream.Builder<Map<String, Object>> events = Stream.builder();
            for (String line : lines) {
                events.add(Json.parse(Path.of("stdout"), line));
            }
            return events.build().toList();
        }

        Map<String, Object> last() throws IOException {
            List<Map<String, Object>> events = events();
            return events.get(events.size() - 1);
        }
    }

    @TempDir
    private Path temp;

    private Path docs;
    private String data;

    @BeforeEach
    void layOut() throws IOException {
        docs = temp.resolve("docs");
        data = temp.resolve("data").toString();
        write("a.txt", 10);
        write("sub/größe ü.bin", 300_000);
        write("sub/deep/zero", 0);
        Files.createDirectories(docs.resolve("empty"));
    }

    @AfterEach
    void nothingIsLeased() {
        assertThat(Payload.open()).isZero();
    }

    private void write(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path path = docs.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
        Files.setLastModifiedTime(path, FileTime.from(MODIFIED));
    }

    private Ran run(Object... arguments) {
        return run(Map.of(), node -> {}, arguments);
    }

    private static Ran run(Map<String, String> environment, ServeCommand.Lifetime lifetime, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                environment,
                InstantSource.system(),
                DurableWrites.DIRECT);
        int code = GantryCommand.create(console, lifetime)
                .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private static void assertSameTree(Path expected, Path actual) throws IOException {
        try (Stream<Path> paths = Files.walk(expected)) {
            List<Path> all = paths.toList();
            for (Path path : all) {
                Path other = actual.resolve(expected.relativize(path).toString());
                assertThat(other).exists();
                assertThat(Files.isDirectory(other)).isEqualTo(Files.isDirectory(path));
                if (Files.isRegularFile(path)) {
                    assertThat(other).hasSameBinaryContentAs(path);
                    assertThat(Files.getLastModifiedTime(other)).isEqualTo(Files.getLastModifiedTime(path));
                }
            }
            try (Stream<Path> others = Files.walk(actual)) {
                assertThat(others.count()).isEqualTo(all.size());
            }
        }
    }

    @Test
    void putThenGetGivesTheSameTreeAndTruthfulSummaries() throws Exception {
        Ran put = run("put", "demo", docs, "--data", data, "--json", "--max-blob", 100_000);
        assertThat(put.code()).as(put.err()).isZero();
        assertThat(put.last())
                .containsEntry("event", "summary")
                .containsEntry("operation", "put")
                .containsEntry("objects", 4)
                .containsEntry("verified", 4)
                .containsEntry("failed", 0)
                .containsEntry("job_status", "COMPLETED")
                .containsEntry("bytes", 300_010);

        Ran get = run("get", "demo", "--to", temp.resolve("out"), "--data", data, "--json");
        assertThat(get.code()).as(get.err()).isZero();
        assertThat(get.last()).containsEntry("verified", 4).containsEntry("job_status", "COMPLETED");
        assertSameTree(docs, temp.resolve("out/docs"));
    }

    @Test
    void theCredentialsAreMadeOnceForTheirOwnerOnly() throws Exception {
        assertThat(run("put", "demo", docs, "--data", data).code()).isZero();
        Path file = Path.of(data, "credentials");
        String first = Files.readString(file);

        assertThat(run("ls", "--data", data).code()).isZero();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).isEqualTo(first);
    }

    @Test
    void objectsAndBucketsAreListedToldAndRemoved() throws Exception {
        run("put", "demo", docs, "--data", data);

        assertThat(run("ls", "demo/docs/sub/", "--data", data, "--json").events())
                .extracting(event -> event.get("name"))
                .containsExactly("docs/sub/deep/zero", "docs/sub/größe ü.bin", null);
        assertThat(run("stat", "demo/docs/a.txt", "--data", data, "--json")
                        .events()
                        .get(0))
                .containsEntry("bytes", 10);
        assertThat(run("buckets", "rm", "demo", "--data", data).code()).isEqualTo(1);
        Ran removed = run("rm", "demo/docs/a.txt", "demo/nope", "--data", data);
        assertThat(removed.code()).isEqualTo(2);
        assertThat(removed.err()).contains("demo/nope");
        assertThat(run("stores", "--data", data).out()).contains("primary");
    }

    @Test
    void jobsAreListedToldAndThoseOfTransfersKeepTheirNames() throws Exception {
        run("put", "demo", docs, "--data", data);
        Ran jobs = run("jobs", "--all", "--data", data, "--json");
        String id = jobs.events().get(0).get("id").toString();

        assertThat(jobs.events().get(0)).containsEntry("status", "COMPLETED").containsEntry("kind", "PUT");
        assertThat(run("job", id, "--data", data).out()).contains("COMPLETED");
        Ran renamed = run("job", "modify", id, "--name", "other", "--data", data);
        assertThat(renamed.code()).isEqualTo(1);
        assertThat(renamed.err()).contains("cannot be renamed").hasLineCount(1);
    }

    @Test
    void aFailedObjectExitsWithTwoAndItsReason() throws Exception {
        Files.writeString(docs.resolve("bad\u0001name"), "x");

        Ran put = run("put", "demo", docs, "--data", data);

        assertThat(put.code()).isEqualTo(2);
        assertThat(put.err()).contains("U+0001");
        assertThat(put.out()).contains("4 of 5 objects verified").contains("1 failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "put",
                "put demo",
                "get demo",
                "nope",
                "job",
                "ls --nope",
                "job modify",
                "put demo /nope/nope --data DATA",
                "get nope --to OUT --data DATA",
                "ls --data DATA/none",
                "put .. DOCS --data DATA",
                "serve --spectra 1.2.3.4:0 --data DATA",
                "serve --spectra nonsense --data DATA",
                "ls --node ftp://x --data DATA"
            })
    void whatCannotBeDoneExitsWithOneAndOneClearLine(String line) {
        String[] arguments = line.replace("DATA", data)
                .replace("DOCS", docs.toString())
                .replace("OUT", temp.resolve("out").toString())
                .split(" ");

        Ran ran = run((Object[]) arguments);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith("gantry: ").hasLineCount(1).doesNotContain("Exception");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void aNodeIsSpokenToByTheCommandsOfItsDataDirectory() throws Exception {
        Ran served = serve(node -> {
            assertThat(run("put", "demo", docs, "--data", data).code()).isZero();
            assertThat(run("get", "demo", "--to", temp.resolve("out"), "--data", data)
                            .code())
                    .isZero();
            assertSameTree(docs, temp.resolve("out/docs"));
            assertThat(run("jobs", "--all", "--data", data, "--json").events().get(0))
                    .as("a list over the wire does not tell how many blobs a job has")
                    .containsKeys("bytes", "bytes_done")
                    .doesNotContainKeys("objects", "blobs", "blobs_done");
            assertThat(run("jobs", "--all", "--data", data).out()).contains("COMPLETED");
            Ran second = run("serve", "--spectra", "127.0.0.1:0", "--data", data);
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err())
                    .contains(
                            "held by",
                            "serve",
                            Long.toString(ProcessHandle.current().pid()));
        });
        assertThat(served.code()).as(served.err()).isZero();
        assertThat(served.events()).hasSize(1);
        assertThat(served.last())
                .containsEntry("event", "ready")
                .hasEntrySatisfying("spectra", url -> assertThat(url.toString()).startsWith("http://127.0.0.1:"));
        assertThat(Path.of(data, "node.json")).doesNotExist();
        assertThat(run("ls", "demo", "--data", data).out()).contains("docs/a.txt");
    }

    @Test
    void aNodeServesDuraStoreBesideAndSaysWhere() throws IOException {
        Ran served = run(
                Map.of(),
                node -> assertThat(node.durastore()).isPresent(),
                "serve",
                "--spectra",
                "127.0.0.1:0",
                "--durastore",
                "127.0.0.1:0",
                "--json",
                "--data",
                data);
        assertThat(served.code()).as(served.err()).isZero();
        assertThat(served.last().get("durastore").toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/durastore");
        Ran open = run("serve", "--spectra", "127.0.0.1:0", "--durastore", "0.0.0.0:0", "--data", data);
        assertThat(open.code()).isEqualTo(1);
        assertThat(open.err()).contains("--plain");
    }

    @Test
    void tasksAreListedAndPerformed() throws IOException {
        run("buckets", "create", "demo", "--data", data);
        assertThat(run("tasks", "--data", data).out()).contains("noop");
        assertThat(run("tasks", "--store", "primary", "--data", data, "--json")
                        .events()
                        .get(0))
                .containsEntry("name", "noop")
                .containsEntry("store", "primary");
        assertThat(run("task", "run", "noop", "--param", "a=b", "--data", data).out())
                .isEqualToIgnoringNewLines("Success");
        assertThat(run("task", "run", "noop", "--data", data, "--json").last()).containsEntry("status", "SUCCEEDED");
        Ran unknown = run("task", "run", "enable-streaming", "--data", data);
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("enable-streaming is not a supported task");
        assertThat(run("tasks", "--store", "other", "--data", data).code()).isEqualTo(1);
    }

    @Test
    void theEnvironmentNamesANodeAndItsKeys() throws Exception {
        Map<String, String> keys = Map.of("DS3_ACCESS_KEY", "me", "DS3_SECRET_KEY", "secret");
        CompletableFuture<String> url = new CompletableFuture<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread node = new Thread(() -> run(
                keys,
                running -> {
                    url.complete(running.url());
                    done.await();
                },
                "serve",
                "--spectra",
                "127.0.0.1:0",
                "--data",
                data));
        node.start();
        Map<String, String> environment =
                Map.of("DS3_ENDPOINT", url.get(), "DS3_ACCESS_KEY", "me", "DS3_SECRET_KEY", "secret");
        assertThat(run(environment, n -> {}, "buckets", "create", "demo").code())
                .isZero();
        Ran wrong = run(
                Map.of("DS3_ENDPOINT", url.get(), "DS3_ACCESS_KEY", "me", "DS3_SECRET_KEY", "wrong"), n -> {}, "ls");
        done.countDown();
        node.join();

        assertThat(wrong.code()).isEqualTo(1);
        assertThat(Path.of(data, "credentials")).doesNotExist();
    }

    private Ran serve(Work work) {
        return run(
                Map.of(), node -> work.run(node.url()), "serve", "--spectra", "127.0.0.1:0", "--json", "--data", data);
    }

    /** What is done while a node runs. */
    private interface Work {
        void run(String url) throws IOException;
    }

    @Test
    void aDirectoryHeldByACommandSaysByWhich() throws Exception {
        try (DataDirectory held = DataDirectory.hold(Path.of(data), "gantry put", DurableWrites.DIRECT)
                .orElseThrow()) {
            assertThat(DataDirectory.hold(held.path(), "gantry get", DurableWrites.DIRECT))
                    .isEqualTo(Optional.empty());
            Ran ran = run("ls", "--data", data);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .contains(
                            "gantry put", Long.toString(ProcessHandle.current().pid()));
        }
        assertThat(run("ls", "--data", data).code()).isZero();
    }

    @Test
    void aDirectoryOfALaterFormatIsRefusedUntouched() throws Exception {
        Files.createDirectories(Path.of(data));
        Files.writeString(Path.of(data, "format"), "format=99\nnode=x\n");

        Ran ran = run("put", "demo", docs, "--data", data);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("later Gantry");
        assertThat(Path.of(data, "store")).doesNotExist();
    }
}
