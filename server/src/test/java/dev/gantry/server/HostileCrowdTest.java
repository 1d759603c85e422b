package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.SdkWire.BlobList;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 1,000 jobs of one object among 200 connections that open jobs and vanish, and a client that never takes what it was
 * granted: each of the 1,000 completes, and the live heap at the end is at most 1.2 times that at a tenth of the run. In
 * this process, with the SDK's loop and an SQLite job store.
 */
@Tag("long")
@Timeout(900)
class HostileCrowdTest {

    private static final int JOBS = 1000;
    private static final int FOR_EACH_VANISHED = 5;
    private static final double GROWTH = 1.2;
    private static final String START = "/_rest_/bucket/crowd?operation=start_bulk_put";

    @TempDir
    private Path temp;

    @Test
    void jobsGoOnAndTheHeapStaysAsItIs() throws IOException {
        long jobs = LongTier.scaled(JOBS);
        long began = System.nanoTime();
        try (RestartableNode node = new RestartableNode(temp);
                SdkWire wire = node.wire()) {
            wire.call("PUT", "/crowd", "", 200);
            takeNothing(wire);
            long tenth = 0;
            long done = 0;
            while (done < jobs && LongTier.hasLeft(Duration.ofSeconds(30))) {
                if (done % FOR_EACH_VANISHED == 0) {
                    vanish(node, wire, done);
                }
                complete(wire, done++);
                tenth = done == jobs / 10 ? liveHeap() : tenth;
            }
            long end = liveHeap();
            LongTier.figure(
                    "%d jobs of one object beside %d abandoned ones in %s; live heap %.1f MiB at a tenth, %.1f MiB at the end"
                            .formatted(done, done / FOR_EACH_VANISHED, LongTier.seconds(began), mib(tenth), mib(end)));
            assertThat(done).isEqualTo(jobs);
            assertThat((double) end).isLessThanOrEqualTo(GROWTH * tenth);
        }
    }

    private static String document(String name) {
        return "<Objects><Object Name=\"" + name + "\" Size=\"1\"/></Objects>";
    }

    /** Gets both slots of the store and lets them lie. */
    private static void takeNothing(SdkWire wire) throws IOException {
        for (int i = 0; i < 2; i++) {
            BlobList idle = wire.blobs("PUT", START, document("idle" + i));
            assertThat(wire.blobs("GET", "/_rest_/job_chunk?job=" + idle.id(), "")
                            .blobs())
                    .hasSize(1);
        }
    }

    /** Sends the document of a job and never reads its answer; of every other one only a half. */
    private static void vanish(RestartableNode node, SdkWire wire, long number) throws IOException {
        byte[] body = document("vanished" + number).getBytes(StandardCharsets.UTF_8);
        Map<String, String> length = Map.of("Content-Length", Integer.toString(body.length));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.getOutputStream().write(wire.head("PUT", START, length).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body, 0, number % 2 == 0 ? body.length : body.length / 2);
        }
    }

    private static void complete(SdkWire wire, long number) throws IOException {
        Map<String, byte[]> files = new HashMap<>(Map.of("object" + number, new byte[] {(byte) number}));
        BlobList created = wire.blobs("PUT", START, document("object" + number));
        try (SdkLoop loop = new SdkLoop(wire, files, () -> {})) {
            loop.write(created);
        }
        wire.call("GET", "/_rest_/completed_job/" + created.id(), "", 200);
    }

    private static long liveHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double mib(long bytes) {
        return bytes / (double) (1 << 20);
    }
}
