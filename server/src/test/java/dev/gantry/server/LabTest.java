package dev.gantry.server;

import static dev.gantry.server.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.Ordering;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Media.Placement;
import dev.gantry.spectra.SpectraGateway;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.HttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs over the wire against a node whose store is the lab's tape library: three files, each on a cartridge of its own. */
@Timeout(120)
class LabTest {

    private static final int FILE = 900 << 10;
    private static final List<String> NAMES = List.of("tree/f0", "tree/f1", "tree/f2");

    @TempDir
    private Path temp;

    private Path data;
    private Tree tree;

    private static String settings(Path data, String keep) {
        return """
                gantry.primary-store = lab
                gantry.engine.free-space-floor = 0
                gantry.stores.lab {
                  type = tape-library, path = "%s/lab", cartridges = 3, capacity = 900 KiB, drives = 2
                  load-time = 100 s, full-seek = 100 s, cache = 64 MiB, keep = %s, speed = 300
                }
                """.formatted(data, keep);
    }

    /** Everything is on tape and nothing in the cache. */
    @BeforeEach
    void storeAndCool() throws Exception {
        data = temp.resolve("data");
        tree = Tree.at(temp.resolve("tree"));
        for (int i = 0; i < NAMES.size(); i++) {
            tree = tree.withFile("f" + i, FILE, i);
        }
        try (ServedNode node = new ServedNode(data, settings(data, "100 ms"))) {
            Commands.mustRun("put", "put", "demo", tree.root(), "--node", node.url());
            awaitOnline(node.gateway(), List.of(false, false, false));
        }
    }

    private static List<ObjectKey> keys() {
        return NAMES.stream().map(name -> ObjectKey.of("demo", name)).toList();
    }

    private static void awaitOnline(Gateway gateway, List<Boolean> expected) {
        Awaitility.await("files online: " + expected)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> on(gateway.media().locate(keys())).stream()
                        .map(found -> found.map(Placement::online).orElse(false))
                        .toList()
                        .equals(expected));
    }

    private static Job create(Gateway gateway) throws InterruptedException {
        JobRequest request = new JobRequest(
                JobKind.GET, new BucketName("demo"), "all", Optional.empty(), Ordering.NONE, OptionalLong.empty());
        List<AskedObject> asked =
                keys().stream().map(key -> new AskedObject(key.name(), 0)).toList();
        return on(gateway.jobs().create(request, asked.iterator())).job();
    }

    private void get(String url) throws IOException {
        Path out = temp.resolve("out");
        Commands.mustRun("get", "get", "demo", "--to", out, "--node", url);
        tree.assertIsAt(out, "after everything was staged");
    }

    @Test
    void nodeThatIsKilledWhileItStagesGoesOnAndStagesNothingTwice() throws Exception {
        Files.writeString(data.resolve("gantry.conf"), settings(data, "10 minutes"));
        Job job;
        try (Forked node = start()) {
            try (Client client = Client.of(node.url("first"))) {
                job = create(client.gateway());
                Awaitility.await("a file that is there").until(() -> online(client.gateway()) == 1);
            }
            node.kill();
        }
        long asked = asked();
        assertThat(asked).isEqualTo(NAMES.size());
        try (Forked node = start();
                Client client = Client.of(node.url("second"))) {
            awaitOnline(client.gateway(), List.of(true, true, true));
            get(node.url("third"));
            assertThat(on(client.gateway().jobs().get(job.id())).isActive()).isTrue();
        }
        assertThat(asked()).isEqualTo(asked);
    }

    /** The client half, connected to a node. */
    private record Client(Gateway gateway, HttpClient http, ExecutorService threads) implements AutoCloseable {

        static Client of(String url) {
            ExecutorService threads = Executors.newCachedThreadPool();
            HttpClient http = new HttpClient(ClientSettings.defaults(threads));
            Gateway gateway = SpectraGateway.connect(
                    URI.create(url),
                    Forked.KEYS.get("DS3_ACCESS_KEY"),
                    Forked.KEYS.get("DS3_SECRET_KEY"),
                    http,
                    InstantSource.system(),
                    threads);
            return new Client(gateway, http, threads);
        }

        @Override
        public void close() {
            http.close();
            threads.shutdownNow();
        }
    }

    private Forked start() throws IOException {
        return Forked.start(
                temp.resolve("logs"),
                Forked.brief(OptionalLong.empty()),
                "serve",
                "--lab",
                "--spectra",
                "127.0.0.1:0",
                "--json",
                "--data",
                data);
    }

    private static long online(Gateway gateway) throws InterruptedException {
        return on(gateway.media().locate(keys())).stream()
                .filter(found -> found.orElseThrow().online())
                .count();
    }

    /** How often the library was asked to bring something in, by its own log. */
    private long asked() throws IOException {
        try (var lines = Files.lines(data.resolve("lab/library.log"))) {
            return lines.filter(line -> line.startsWith("asked ")).count();
        }
    }
}
