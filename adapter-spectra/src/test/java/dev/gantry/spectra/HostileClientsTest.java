package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.engine.EngineSettings;
import dev.gantry.spectra.WireClient.Answer;
import dev.gantry.transport.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean no good, at small size; the long tier has the large one. */
class HostileClientsTest {

    private static final String START = "/_rest_/bucket/b?operation=start_bulk_put";

    @TempDir
    Path directory;

    private static String object(String name) {
        return "<Objects><Object Name='" + name + "' Size='1'/></Objects>";
    }

    /** Asks again and again; each asking is a request. */
    private static void until(BooleanSupplier reached) {
        long patience = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so").isLessThan(patience);
        }
    }

    @Test
    void aUserHasABoundedNumberOfJobsAndOthersGoOn() throws IOException {
        try (TestNode node = new TestNode(directory, EngineSettings.defaults().withMaxJobs(3))) {
            WireClient root = node.root();
            WireClient ann = node.ann();
            ann.send("PUT", "/b");
            Answer last = root.send("GET", "/b");
            for (int i = 0; i < 3; i++) {
                last = ann.bring("PUT", START, object("o" + i));
            }
            Answer refused = ann.bring("PUT", START, object("o3"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.one("/Error/Code")).isEqualTo("ServiceUnavailable");
            assertThat(refused.one("/Error/Message")).contains("ann has 3 jobs");
            assertThat(refused.header("Retry-After")).isEqualTo("60");
            assertThat(root.bring("PUT", START, object("r")).status()).isEqualTo(200);
            ann.send("DELETE", "/_rest_/job/" + last.one("/MasterObjectList/@JobId") + "?force");
            assertThat(ann.bring("PUT", START, object("o3")).status()).isEqualTo(200);
        }
    }

    @Test
    void aRefusedCreationGivesItsPlaceBack() throws IOException {
        try (TestNode node = new TestNode(directory, EngineSettings.defaults().withMaxJobs(1))) {
            WireClient root = node.root();
            root.send("PUT", "/b");
            for (int i = 0; i < 3; i++) {
                assertThat(root.bring("PUT", START, "<Objects></Objects>").status())
                        .isEqualTo(400);
            }
            assertThat(root.bring("PUT", START, object("o")).status()).isEqualTo(200);
        }
    }

    @Test
    void connectionsThatOpenJobsAndVanishLeaveTheNodeToOthers() throws IOException {
        try (TestNode node = new TestNode(directory)) {
            WireClient root = node.root();
            root.send("PUT", "/b");
            for (int i = 0; i < 40; i++) {
                vanish(node, root, object("v" + i), i % 2 == 0);
            }
            until(() -> root.send("GET", "/_rest_/active_job")
                    .header("total-result-count")
                    .equals("20"));
            String job = root.bring("PUT", START, object("mine")).one("/MasterObjectList/@JobId");
            assertThat(root.send("GET", "/_rest_/job_chunk?job=" + job).all("//Object"))
                    .hasSize(1);
            assertThat(root.bring("PUT", "/b/mine?job=" + job + "&offset=0", "x")
                            .status())
                    .isEqualTo(200);
            assertThat(root.send("GET", "/_rest_/completed_job/" + job).status())
                    .isEqualTo(200);
        }
    }

    /** Sends the document of a job, whole or cut, and never reads the answer. */
    private static void vanish(TestNode node, WireClient client, String document, boolean whole) throws IOException {
        byte[] body = document.getBytes(StandardCharsets.UTF_8);
        String head = client.head(
                "PUT",
                START,
                Headers.builder()
                        .add("Content-Length", Integer.toString(body.length))
                        .build());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body, 0, whole ? body.length : body.length / 2);
        }
    }

    @Test
    void aClientThatNeverTakesItsChunksLosesItsSlotsToOthers() throws IOException {
        EngineSettings one =
                new EngineSettings(1, Duration.ofMillis(200), Duration.ofSeconds(60), Duration.ofSeconds(60), 0, 0, 1);
        try (TestNode node = new TestNode(directory, one)) {
            WireClient root = node.root();
            root.send("PUT", "/b");
            String idle = root.bring("PUT", START, object("idle")).one("/MasterObjectList/@JobId");
            assertThat(root.send("GET", "/_rest_/job_chunk?job=" + idle).all("//Object"))
                    .hasSize(1);
            String busy = root.bring("PUT", START, object("busy")).one("/MasterObjectList/@JobId");
            until(() -> !root.send("GET", "/_rest_/job_chunk?job=" + busy)
                    .all("//Object")
                    .isEmpty());
            assertThat(root.bring("PUT", "/b/busy?job=" + busy + "&offset=0", "x")
                            .status())
                    .isEqualTo(200);
            assertThat(root.bring("PUT", "/b/idle?job=" + idle + "&offset=0", "x")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void documentsThatAreTooLargeForTheirKindAre400() throws IOException {
        try (TestNode node = new TestNode(directory)) {
            WireClient root = node.root();
            root.send("PUT", "/b");
            String large = "<Delete>" + "<x/>".repeat((int) TestNode.MAX_DOCUMENT / 6) + "<Object/></Delete>";
            Answer refused = root.bring("POST", "/b?delete", large);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.one("/Error/Code")).isEqualTo("InvalidArgument");
            String list = "<Objects>" + "<x/>".repeat((int) TestNode.MAX_DOCUMENT / 6)
                    + "<Object Name='o' Size='1'/></Objects>";
            assertThat(root.bring("PUT", START, list).status()).isEqualTo(200);
            String plan = "{\"x\": [" + "1,".repeat((int) TestNode.MAX_DOCUMENT / 3) + "1]}";
            Answer unplanned = root.bring("PUT", START + "&replicate", plan);
            assertThat(unplanned.status()).isEqualTo(400);
            assertThat(unplanned.one("/Error/Message")).contains(Long.toString(TestNode.MAX_DOCUMENT / 2));
        }
    }

    @Test
    void oneJobToReplicateIsReadAtATime() throws IOException {
        try (TestNode node = new TestNode(directory)) {
            WireClient root = node.root();
            root.send("PUT", "/b");
            String plan = START + "&replicate";
            String head = root.head(
                    "PUT", plan, Headers.builder().add("Content-Length", "1000").build());
            try (Socket socket = holding(node, root, plan, head + "{")) {
                assertThat(root.bring("PUT", plan, "{}").header("Retry-After")).isEqualTo("5");
            }
            until(() -> root.bring("PUT", plan, "{}").status() == 400);
        }
    }

    /** A connection whose unfinished request keeps others from their turn; it may be refused itself at first. */
    private static Socket holding(TestNode node, WireClient root, String plan, String request) throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            while (socket.getInputStream().available() == 0) {
                if (root.bring("PUT", plan, "{}").status() == 503) {
                    return socket;
                }
            }
            socket.close();
        }
        throw new AssertionError("a request that nobody else could have refused was refused a hundred times");
    }
}
