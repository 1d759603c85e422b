package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A reader that sleeps with a full socket: what stands in its node's send queue was not delivered, be it the whole blob
 * or a part of it.
 */
@Tag("long")
@Timeout(300)
class SleepingReaderTest {

    private static final Duration SLEEP = Duration.ofSeconds(5);
    private static final Duration PROMPT = Duration.ofSeconds(1);
    private static final Pattern JOB = Pattern.compile("JobId=\"([^\"]+)\"");
    private static final Pattern STATUS = Pattern.compile("<MasterObjectList[^>]* Status=\"([A-Z_]+)\"");

    @TempDir
    private Path temp;

    private Path data;
    private String job;
    private RawClient client;

    private Forked startNode() throws IOException {
        Forked node = Forked.node(temp.resolve("logs"), Forked.brief(OptionalLong.empty()), data, 0);
        client = new RawClient(node.url("for a sleeping reader"));
        return node;
    }

    private void store(long bytes) throws IOException {
        data = temp.resolve("data");
        Tree tree = Tree.at(temp.resolve("tree")).withFile("blob", bytes, bytes);
        Commands.mustRun("before", "put", "demo", tree.root(), "--data", data);
    }

    /** A GET job of the one object, and its answer held back behind the head. */
    private RawClient.HeldBack begin() throws IOException, InterruptedException {
        String created = client.send(
                "PUT",
                "/_rest_/bucket/demo?operation=start_bulk_get",
                "<Objects><Object Name=\"tree/blob\"/></Objects>");
        job = found(JOB, created);
        client.send("GET", "/_rest_/job_chunk?job=" + job, "");
        return client.get("/demo/tree/blob?job=" + job + "&offset=0");
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    private String status() throws IOException, InterruptedException {
        return found(STATUS, client.send("GET", "/_rest_/job/" + job, ""));
    }

    private void assertStaysInProgress() {
        Awaitility.await("a job whose reader sleeps")
                .during(SLEEP)
                .atMost(SLEEP.plus(PROMPT))
                .until(() -> status().equals("IN_PROGRESS"));
    }

    @ParameterizedTest
    @ValueSource(longs = {400_000, 8L << 20, 32L << 20})
    void aJobIsCompletedWhenItsReaderHasReadAndNotBefore(long bytes) throws Exception {
        store(bytes);
        try (Forked node = startNode();
                RawClient.HeldBack reader = begin()) {
            assertThat(node.runs()).isTrue();
            assertStaysInProgress();
            reader.read(bytes);
            long read = System.nanoTime();
            Awaitility.await("the job of a reader that has read")
                    .atMost(PROMPT)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> status().equals("COMPLETED"));
            LongTier.figure("reader of %d bytes slept %s: IN_PROGRESS; read: COMPLETED within %s"
                    .formatted(bytes, SLEEP, LongTier.seconds(read)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {400_000, 8L << 20})
    void aNodeThatDiesWhileItsReaderSleepsHasNotCompletedTheJob(long bytes) throws Exception {
        store(bytes);
        try (Forked node = startNode();
                RawClient.HeldBack reader = begin()) {
            assertThat(reader.socket().isConnected()).isTrue();
            assertStaysInProgress();
            node.kill();
        }
        try (Forked node = startNode()) {
            assertThat(status()).as(node.toString()).isEqualTo("IN_PROGRESS");
            Path out = temp.resolve("out");
            Commands.mustRun("again", "get", "demo", "--to", out, "--data", data);
            assertThat(List.of(out.resolve("tree/blob").toFile().length())).containsExactly(bytes);
        }
        LongTier.figure("node killed while the reader of %d bytes slept: not COMPLETED".formatted(bytes));
    }
}
