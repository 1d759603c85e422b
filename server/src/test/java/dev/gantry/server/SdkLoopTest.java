package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.SdkWire.Blob;
import dev.gantry.server.SdkWire.BlobList;
import dev.gantry.tck.CuttingProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that loops as the vendor's SDK does never ends with a file missing, whatever happens to its connections. */
@Timeout(60)
class SdkLoopTest {

    private static final String BUCKET = "/_rest_/bucket/loop?operation=";
    private static final int MOST_TRANSFERS = 40;
    private static final int ROUNDS = 8;
    private static final long QUICK_NANOS = 100_000_000;

    @TempDir
    Path directory;

    private RestartableNode node;
    private SdkWire wire;

    @BeforeEach
    void start() throws IOException {
        node = new RestartableNode(directory);
        wire = node.wire();
        wire.call("PUT", "/loop", "", 200);
    }

    @AfterEach
    void stop() {
        wire.close();
        node.close();
    }

    private static Map<String, byte[]> objects(Random random, int count, int below) {
        Map<String, byte[]> objects = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            objects.put("small/%05d".formatted(i), bytes(random, random.nextInt(below)));
        }
        return objects;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private BlobList createPut(Map<String, byte[]> objects, int maxBlob) throws IOException {
        StringBuilder document = new StringBuilder("<Objects>");
        objects.forEach(
                (name, bytes) -> document.append("<Object Name=\"%s\" Size=\"%d\"/>".formatted(name, bytes.length)));
        return create("start_bulk_put&max_upload_size=" + maxBlob, document.append("</Objects>") + "");
    }

    private BlobList createGet(Map<String, byte[]> objects) throws IOException {
        StringBuilder document = new StringBuilder("<Objects>");
        objects.keySet().forEach(name -> document.append("<Object Name=\"%s\"/>".formatted(name)));
        String ordering = "&chunk_client_processing_order_guarantee=NONE";
        return create("start_bulk_get" + ordering, document.append("</Objects>") + "");
    }

    /** On a connection of its own: the SDK's client repeats no request that has a body. */
    private BlobList create(String operation, String document) throws IOException {
        try (SdkWire fresh = node.wire()) {
            return fresh.blobs("PUT", BUCKET + operation, document);
        }
    }

    /** The SDK's recovery of a job: it must be active, and its modification without parameters says what is left. */
    private BlobList resume(String job) throws IOException {
        wire.call("GET", "/_rest_/active_job/" + job, "", 200);
        return wire.blobs("PUT", "/_rest_/job/" + job, "");
    }

    private String status(String job) throws IOException {
        return wire.blobs("GET", "/_rest_/job/" + job, "").job().get("Status");
    }

    private static SdkLoop loop(SdkWire wire, Map<String, byte[]> files) {
        return new SdkLoop(wire, files, () -> {});
    }

    /** Files as long as those, with nothing in them yet. */
    private static Map<String, byte[]> empty(Map<String, byte[]> objects) {
        Map<String, byte[]> files = new ConcurrentHashMap<>();
        objects.forEach((name, bytes) -> files.put(name, new byte[bytes.length]));
        return files;
    }

    private static void assertSame(Map<String, byte[]> files, Map<String, byte[]> objects) {
        assertThat(files).hasSameSizeAs(objects);
        objects.forEach((name, bytes) -> assertThat(files.get(name)).as(name).isEqualTo(bytes));
    }

    private void store(Map<String, byte[]> objects, int maxBlob) throws IOException {
        BlobList created = createPut(objects, maxBlob);
        try (SdkLoop writer = loop(node.wire(), objects)) {
            writer.write(created);
        }
        assertThat(status(created.id())).isEqualTo("COMPLETED");
    }

    private Map<String, byte[]> readAll(Map<String, byte[]> objects) throws IOException {
        Map<String, byte[]> files = empty(objects);
        BlobList created = createGet(objects);
        try (SdkLoop reader = loop(node.wire(), files)) {
            reader.read(created.id(), new HashSet<>(created.blobs().keySet()));
        }
        assertThat(status(created.id())).isEqualTo("COMPLETED");
        return files;
    }

    @Test
    void jobsOfMoreChunksThanSlotsComeWholeInBothDirections() throws IOException {
        Map<String, byte[]> objects = objects(new Random(1), 2500, 30);
        objects.put("many-blobs", bytes(new Random(2), 300_000));
        store(objects, 1000);
        assertSame(readAll(objects), objects);
    }

    @ParameterizedTest
    @ValueSource(longs = {11})
    void connectionsCutMidBodyLoseNothing(long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, byte[]> objects = objects(random, 150, 20_000);
        objects.put("large", bytes(random, 3_000_000));
        String asSeeded = "seed " + seed;
        try (CuttingProxy proxy = new CuttingProxy(node.port(), false, random, 60, 5_000, 300_000)) {
            BlobList put = createPut(objects, 200_000);
            try (SdkLoop writer = loop(through(proxy), objects)) {
                writeUntilCompleted(writer, put, asSeeded);
            }
            assertThat(proxy.cuts()).as(asSeeded).isGreaterThan(5);
        }
        assertSame(readAll(objects), objects);
        try (CuttingProxy proxy = new CuttingProxy(node.port(), false, random, 60, 5_000, 300_000)) {
            Map<String, byte[]> files = empty(objects);
            BlobList get = createGet(objects);
            try (SdkLoop reader = loop(through(proxy), files)) {
                readUntilNothingIsMissing(reader, get, asSeeded);
            }
            assertThat(proxy.cuts()).as(asSeeded).isGreaterThan(5);
            assertSame(files, objects);
        }
    }

    private static SdkWire through(CuttingProxy proxy) {
        return new SdkWire(proxy::port, "rootkey", "rootsecret");
    }

    /** A transfer that fails says so; the user recovers the job until it is over. */
    private void writeUntilCompleted(SdkLoop writer, BlobList created, String as) throws IOException {
        BlobList left = created;
        for (int i = 0; i < MOST_TRANSFERS; i++) {
            try {
                writer.write(left);
                assertThat(status(created.id()))
                        .as(as + ": a write without a failure")
                        .isEqualTo("COMPLETED");
                return;
            } catch (IOException failed) {
                if (status(created.id()).equals("COMPLETED")) {
                    return;
                }
                left = resume(created.id());
            }
        }
        throw new AssertionError(as + ": not over after " + MOST_TRANSFERS + " transfers");
    }

    /** The same client polls again after a failure, with what it still wants. */
    private static void readUntilNothingIsMissing(SdkLoop reader, BlobList created, String as) {
        Set<Blob> wanted = new HashSet<>(created.blobs().keySet());
        for (int i = 0; i < MOST_TRANSFERS && !wanted.isEmpty(); i++) {
            try {
                reader.read(created.id(), wanted);
                assertThat(wanted).as(as + ": missing without a failure").isEmpty();
            } catch (IOException failed) {
                assertThat(wanted).as(as + ": " + failed).isNotEmpty();
            }
        }
        assertThat(wanted).as(as).isEmpty();
    }

    /** Restarts the node when so many blobs have been moved. */
    private Runnable restartingAt(int blobs) {
        AtomicInteger moved = new AtomicInteger();
        return () -> {
            if (moved.incrementAndGet() == blobs) {
                try {
                    node.restart();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {21})
    void aRestartInTheMiddleLosesNothingForAClientThatGoesOnOrResumes(long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, byte[]> objects = objects(random, 100, 200);
        objects.put("large", bytes(random, 1_100_000));
        String as = "seed " + seed;
        BlobList put = createPut(objects, 1_000);
        try (SdkLoop writer = new SdkLoop(node.wire(), objects, restartingAt(random.nextInt(20, 1100)))) {
            writeUntilCompleted(writer, put, as);
        }
        assertSame(readAll(objects), objects);

        Map<String, byte[]> files = empty(objects);
        BlobList get = createGet(objects);
        try (SdkLoop reader = new SdkLoop(node.wire(), files, restartingAt(random.nextInt(20, 1100)))) {
            readUntilNothingIsMissing(reader, get, as);
        }
        assertSame(files, objects);
        assertResumedReadIsWhole(objects, random.nextInt(20, 1100), as);
    }

    /** One client reads until the node goes; another process of it knows only what the resume tells. */
    private void assertResumedReadIsWhole(Map<String, byte[]> objects, int restartAt, String as) throws IOException {
        Map<String, byte[]> files = empty(objects);
        BlobList get = createGet(objects);
        try (SdkLoop first = new SdkLoop(node.wire(), files, restartingAt(restartAt))) {
            first.read(get.id(), new HashSet<>(get.blobs().keySet()));
        } catch (IOException gone) {
            assertThat(gone).as(as).isNotNull();
        }
        if (status(get.id()).equals("IN_PROGRESS")) {
            try (SdkLoop second = loop(node.wire(), files)) {
                second.read(get.id(), new HashSet<>(resume(get.id()).blobs().keySet()));
            } catch (IOException over) {
                assertThat(over)
                        .as(as + ": the first one's last bytes ended the job")
                        .hasMessageContaining(": 4");
            }
        }
        assertSame(files, objects);
        assertThat(status(get.id())).as(as).isEqualTo("COMPLETED");
    }

    @Test
    void twoConnectionsThatFinishAtOnceLeaveACompletedJob() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Map<String, byte[]> objects = Map.of("left", bytes(new Random(3), 5000), "right", bytes(new Random(4), 5000));
        try (SdkWire left = node.wire();
                SdkWire right = node.wire()) {
            left.call("GET", "/", "", 200);
            right.call("GET", "/", "", 200);
            int quick = 0;
            for (int round = 0; round < ROUNDS; round++) {
                BlobList put = createPut(objects, 10_000);
                atOnce(threads, left, right, "PUT", put, objects);
                assertThat(status(put.id())).as("PUT " + round).isEqualTo("COMPLETED");
                BlobList get = createGet(objects);
                atOnce(threads, left, right, "GET", get, objects);
                long asked = System.nanoTime();
                assertThat(status(get.id())).as("GET " + round).isEqualTo("COMPLETED");
                quick += System.nanoTime() - asked < QUICK_NANOS ? 1 : 0;
            }
            assertThat(quick).as("answers within 100 ms").isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void atOnce(
            ExecutorService threads,
            SdkWire left,
            SdkWire right,
            String method,
            BlobList job,
            Map<String, byte[]> objects)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<byte[]>> ends = new ArrayList<>();
        for (Map.Entry<SdkWire, String> one :
                Map.of(left, "left", right, "right").entrySet()) {
            ends.add(threads.submit(() -> {
                byte[] body = method.equals("PUT") ? objects.get(one.getValue()) : new byte[0];
                String target = "/loop/" + one.getValue() + "?offset=0&job=" + job.id();
                Map<String, String> length =
                        body.length == 0 ? Map.of() : Map.of("Content-Length", Integer.toString(body.length));
                start.await();
                return one.getKey().request(method, target, body, length, (status, connection) -> {
                    assertThat(status).isEqualTo(200);
                    return connection.body();
                });
            }));
        }
        for (Future<byte[]> end : ends) {
            end.get();
        }
    }
}
