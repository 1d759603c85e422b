package dev.gantry.server;

import dev.gantry.server.SdkWire.Blob;
import dev.gantry.server.SdkWire.BlobList;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The transfer loops of the vendor's Java SDK 6.0.0 (docs/spectra-s3.md, Ready chunks): poll, move in parallel all that is
 * listed and still wanted, poll again at once. The writing one waits on lists without work; the reading one waits on
 * empty lists only, and ends without a word when a list holds nothing that it wants.
 */
final class SdkLoop implements AutoCloseable {

    private static final int THREADS = 10;
    private static final int TRIES = 5;
    private static final int MOST_POLLS = 300;

    private final SdkWire wire;
    private final Runnable afterEachBlob;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Map<String, byte[]> files;
    private int polls;

    /**
     * @param files what a writer sends; where a reader's bytes go: each as long as the object
     * @param afterEachBlob runs on the thread that moved it
     */
    SdkLoop(SdkWire wire, Map<String, byte[]> files, Runnable afterEachBlob) {
        this.wire = wire;
        this.files = files;
        this.afterEachBlob = afterEachBlob;
    }

    private BlobList poll(String job) throws IOException {
        if (++polls > MOST_POLLS) {
            throw new AssertionError("job " + job + ": still polling after " + MOST_POLLS + " polls");
        }
        BlobList list = wire.blobs("GET", "/_rest_/job_chunk?job=" + job, "");
        if (!list.retryAfter().matches("\\d+")) {
            throw new AssertionError("a list without Retry-After is polled without end");
        }
        return list;
    }

    private static void pause(long seconds) {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS))
                .join();
    }

    /** Sends what {@code created} (the answer to a creation or a resume) says is missing; throws the first failure. */
    void write(BlobList created) throws IOException {
        Set<Blob> wanted = new HashSet<>();
        created.blobs().forEach((blob, inCache) -> {
            if (!inCache) {
                wanted.add(blob);
            }
        });
        int remaining = wanted.size();
        List<IOException> failures = new ArrayList<>();
        while (remaining > 0) {
            List<Blob> work = workToWrite(created.id(), wanted);
            if (work.isEmpty()) {
                break;
            }
            failures.addAll(all(work, blob -> send(created.id(), blob)));
            work.forEach(wanted::remove);
            remaining -= work.size();
        }
        throwFirst(failures);
    }

    private List<Blob> workToWrite(String job, Set<Blob> wanted) throws IOException {
        while (true) {
            BlobList list = poll(job);
            list.blobs().forEach((blob, inCache) -> {
                if (inCache) {
                    wanted.remove(blob);
                }
            });
            List<Blob> work =
                    list.blobs().keySet().stream().filter(wanted::contains).toList();
            if (!work.isEmpty() || (wanted.isEmpty() && !list.blobs().isEmpty())) {
                return work;
            }
            pause(Math.max(1, Long.parseLong(list.retryAfter())));
        }
    }

    private void send(String job, Blob blob) throws IOException {
        byte[] file = files.get(blob.name());
        byte[] body = new byte[Math.toIntExact(blob.length())];
        System.arraycopy(file, Math.toIntExact(blob.offset()), body, 0, body.length);
        Map<String, String> length = Map.of("Content-Length", Integer.toString(body.length));
        String target = target(job, blob);
        IOException failure = new IOException("not tried");
        for (int i = 0; i < TRIES; i++) {
            try {
                wire.request("PUT", target, body, length, (status, connection) -> {
                    requireStatus(target, status, connection, 200, 200);
                    return connection.body();
                });
                return;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static String target(String job, Blob blob) {
        return "/" + blob.bucket() + "/" + blob.name() + "?job=" + job + "&offset=" + blob.offset();
    }

    private static void requireStatus(String target, int status, WireConnection connection, int one, int other)
            throws IOException {
        if (status != one && status != other) {
            throw new IOException(target + ": " + status + " " + new String(connection.body(), StandardCharsets.UTF_8));
        }
    }

    /** Reads {@code wanted}, taking out what has arrived whole; throws the first failure. */
    void read(String job, Set<Blob> wanted) throws IOException {
        int remaining = wanted.size();
        List<IOException> failures = new ArrayList<>();
        Set<Blob> mine = new HashSet<>(wanted);
        while (remaining > 0) {
            List<Blob> work = workToRead(job, mine);
            if (work.isEmpty()) {
                break;
            }
            failures.addAll(all(work, blob -> {
                receive(job, blob);
                synchronized (wanted) {
                    wanted.remove(blob);
                }
            }));
            work.forEach(mine::remove);
            remaining -= work.size();
        }
        throwFirst(failures);
    }

    private List<Blob> workToRead(String job, Set<Blob> wanted) throws IOException {
        while (true) {
            BlobList list = poll(job);
            if (!list.blobs().isEmpty()) {
                return list.blobs().keySet().stream().filter(wanted::contains).toList();
            }
            pause(Long.parseLong(list.retryAfter()));
        }
    }

    /** A body that was cut is gone on with from its last byte; positions in a Range are the object's. */
    private void receive(String job, Blob blob) throws IOException {
        byte[] file = files.get(blob.name());
        int length = Math.toIntExact(blob.length());
        int offset = Math.toIntExact(blob.offset());
        String target = target(job, blob) + "&version_id=" + blob.version();
        int got = 0;
        IOException failure = new EOFException(target + " is cut again and again");
        for (int tries = 0; tries < TRIES; tries++) {
            int from = offset + got;
            Map<String, String> range =
                    got == 0 ? Map.of() : Map.of("Range", "bytes=" + from + "-" + (offset + length - 1));
            try {
                int came = wire.request("GET", target, new byte[0], range, (status, connection) -> {
                    requireStatus(target, status, connection, 200, 206);
                    requireLength(target, connection, offset + length - from);
                    return connection.body(file, from);
                });
                got += came;
                tries = came > 0 ? 0 : tries;
                if (got == length) {
                    return;
                }
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static void requireLength(String target, WireConnection connection, int expected) {
        if (connection.contentLength() != expected) {
            throw new AssertionError(target + ": " + connection.contentLength() + " bytes instead of " + expected);
        }
    }

    /** What one blob needs. */
    private interface Move {
        void of(Blob blob) throws IOException;
    }

    /** Moves all of them and gives the failures. */
    private List<IOException> all(List<Blob> work, Move move) {
        List<Callable<Void>> calls = new ArrayList<>();
        work.forEach(blob -> calls.add(() -> {
            move.of(blob);
            afterEachBlob.run();
            return null;
        }));
        List<IOException> failures = new ArrayList<>();
        try {
            for (Future<Void> call : threads.invokeAll(calls)) {
                failure(call).ifPresent(failures::add);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return failures;
    }

    private static Optional<IOException> failure(Future<Void> call) throws InterruptedException {
        try {
            call.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                return Optional.of(failure);
            }
            throw new AssertionError(e.getCause());
        }
    }

    private static void throwFirst(List<IOException> failures) throws IOException {
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        wire.close();
    }
}
