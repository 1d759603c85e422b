package dev.gantry.server;

import dev.gantry.lab.s3.ArchiveService;
import dev.gantry.lab.s3.LabStorageClass;
import dev.gantry.lab.s3.LoggedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The lab's S3 with archive classes, whose clock stands still but for what a test lets pass. */
final class ColdArchive implements InstantSource, AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Instant begun = Instant.now();
    private volatile Duration ahead = Duration.ZERO;
    private final ArchiveService service;

    ColdArchive() throws IOException {
        service = ArchiveService.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this, threads);
    }

    /** The configuration of a node whose primary store is this, with these settings besides. */
    String settings(String more) {
        return """
            gantry.stores.primary {
              type = glacier
              endpoint = "http://127.0.0.1:%d"
              access-key = lab
              secret-key = secret
              monthly-cap = 100
              poll = 1 second
              %s
            }
            """.formatted(service.port(), more);
    }

    @Override
    public Instant instant() {
        return begun.plus(ahead);
    }

    Instant begun() {
        return begun;
    }

    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    void place(String bucket, String name, LabStorageClass storageClass, byte[] bytes) {
        service.createBucket(bucket);
        service.place(bucket, name, storageClass, bytes);
    }

    List<LoggedRequest> log() {
        return service.log();
    }

    /** The requests to restore, whatever became of them. */
    List<LoggedRequest> restores() {
        return log().stream()
                .filter(request -> request.operation().equals("RestoreObject"))
                .toList();
    }

    long count(Predicate<LoggedRequest> which) {
        return log().stream().filter(which).count();
    }

    void await(String what, Predicate<LoggedRequest> which, long most) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> count(which) >= most);
    }

    @Override
    public void close() {
        service.close();
        threads.shutdown();
    }
}
