package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.SdkWire.Blob;
import dev.gantry.server.SdkWire.BlobList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A million objects in ten jobs that run beside each other, through a node whose heap could not hold them. */
@Tag("long")
@Timeout(7200)
class MillionObjectsTest {

    private static final String HEAP = "-Xmx128m";

    /** The heap and the launcher's collector. */
    private static final List<String> OPTIONS = List.of(HEAP, "-XX:+UseParallelGC");

    private static final int JOBS = 10;

    /** Connections of each job: what is small is quick only beside others, which share a forced write. */
    private static final int CONNECTIONS = 6;

    private static final Duration TAIL = Duration.ofSeconds(30);
    private static final Pattern JOB = Pattern.compile("JobId=\"([^\"]+)\"");
    private static final Pattern STATUS = Pattern.compile(" Status=\"([^\"]+)\"");
    private static final byte[] CONTENT = new byte[1 << 10];
    private static final Map<String, String> LENGTH = Map.of("Content-Length", Integer.toString(CONTENT.length));

    @TempDir
    private Path temp;

    private final ExecutorService clients = Executors.newFixedThreadPool(JOBS + JOBS * CONNECTIONS);
    private final AtomicInteger put = new AtomicInteger();

    @AfterEach
    void stop() {
        clients.shutdownNow();
    }

    @Test
    void aMillionObjectsInTenJobsGoThroughASmallHeap() throws Exception {
        int each = (int) LongTier.scaled(100_000);
        try (Forked node = Forked.node(temp.resolve("logs"), OPTIONS, temp.resolve("data"), 0);
                SdkWire wire = wire(URI.create(node.url("for a million objects")))) {
            NodeMemory memory = new NodeMemory(node);
            wire.call("PUT", "/demo", "", 200);
            long begun = System.nanoTime();
            List<String> jobs = created(wire, each);
            LongTier.figure("%d jobs of %d objects made by a node at %s in %s, VmHWM %s, heap after a full GC: %s"
                    .formatted(JOBS, each, HEAP, LongTier.seconds(begun), memory.highWater(), memory.heapAfterGc()));
            long moved = System.nanoTime();
            boolean all = putAll(wire, jobs, each);
            String time = LongTier.seconds(moved);
            assertThat(node.runs()).as(node.toString()).isTrue();
            long completed = jobs.stream()
                    .filter(job -> status(wire, job).equals("COMPLETED"))
                    .count();
            LongTier.figure("%d of %d objects of 1 KiB put in %s, %d jobs COMPLETED, VmHWM %s, heap after a full GC: %s"
                    .formatted(put.get(), JOBS * each, time, completed, memory.highWater(), memory.heapAfterGc()));
            LongTier.note(all, "all objects put (%d were)".formatted(put.get()));
            LongTier.mustHaveReachedAll();
            assertThat(completed).isEqualTo(JOBS);
        }
    }

    private static SdkWire wire(URI node) {
        return new SdkWire(node::getPort, Forked.KEYS.get("DS3_ACCESS_KEY"), Forked.KEYS.get("DS3_SECRET_KEY"));
    }

    private static List<String> created(SdkWire wire, int objects) throws IOException {
        List<String> jobs = new ArrayList<>();
        for (int job = 0; job < JOBS; job++) {
            StringBuilder document = new StringBuilder("<Objects>");
            for (int i = 0; i < objects; i++) {
                document.append("<Object Name=\"archive/batch-%02d/a-file-with-a-name-%06d.dat\" Size=\"%d\"/>"
                        .formatted(job, i, CONTENT.length));
            }
            String target = "/_rest_/bucket/demo?operation=start_bulk_put";
            String answer =
                    wire.call("PUT", target, document.append("</Objects>").toString(), 200);
            assertThat(answer.split("<Object ", -1)).hasSize(objects + 1);
            jobs.add(found(JOB, answer));
        }
        return jobs;
    }

    /** Whether there was time for all. */
    private boolean putAll(SdkWire wire, List<String> jobs, int each) throws Exception {
        List<Future<Boolean>> running = new ArrayList<>();
        for (String job : jobs) {
            running.add(clients.submit(() -> putOne(wire, job, each)));
        }
        boolean all = true;
        for (Future<Boolean> one : running) {
            all &= one.get();
        }
        return all;
    }

    private boolean putOne(SdkWire wire, String job, int objects) throws Exception {
        int left = objects;
        while (left > 0 && LongTier.hasLeft(TAIL)) {
            BlobList ready = wire.blobs("GET", "/_rest_/job_chunk?job=" + job + "&preferred_number_of_chunks=1", "");
            List<Blob> missing = ready.blobs().keySet().stream()
                    .filter(blob -> !ready.blobs().get(blob))
                    .toList();
            if (missing.isEmpty()) {
                pause(Math.max(1, Long.parseLong(ready.retryAfter())));
            }
            sendAll(wire, job, missing);
            left -= missing.size();
        }
        return left == 0;
    }

    private void sendAll(SdkWire wire, String job, List<Blob> blobs) throws Exception {
        Queue<Blob> left = new ConcurrentLinkedQueue<>(blobs);
        List<Future<Void>> connections = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(clients.submit(() -> {
                for (Blob blob = left.poll(); blob != null; blob = left.poll()) {
                    send(wire, job, blob);
                }
                return null;
            }));
        }
        for (Future<Void> connection : connections) {
            connection.get();
        }
    }

    private void send(SdkWire wire, String job, Blob blob) throws IOException {
        String target = "/demo/" + blob.name() + "?job=" + job + "&offset=0";
        wire.request("PUT", target, CONTENT, LENGTH, (status, connection) -> {
            byte[] answer = connection.body();
            assertThat(status).as("%s: %s", target, new String(answer)).isEqualTo(200);
            return answer;
        });
        put.incrementAndGet();
    }

    private static void pause(long seconds) {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS))
                .join();
    }

    private static String status(SdkWire wire, String job) {
        try {
            return found(STATUS, wire.call("GET", "/_rest_/job/" + job, "", 200));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %.500s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
