package dev.gantry.jdbc;

import dev.gantry.ports.spi.AccessTable;
import dev.gantry.ports.spi.Catalogue;
import dev.gantry.ports.spi.ChunkTable;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.JobStore;
import dev.gantry.ports.spi.JobTable;
import dev.gantry.ports.spi.NameTable;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Jobs in one SQLite file (docs/job-store.md). A write is durable, over a loss of power too, when its stage completes.
 * One thread commits whatever waits, while the next batch gathers: single writes cost one commit, many at once share it.
 *
 * <p>At most 64 MiB of writes wait; beyond that they are refused as Throttled. The file has one holder: opening it a
 * second time, in this process or another, completes with Conflict. Beside it stand {@code FILE-wal}, {@code FILE-shm},
 * {@code FILE.lock} and {@code FILE.native}.
 */
public final class SqliteJobStore implements JobStore {

    private static final long QUEUE_BYTES = 64L << 20;
    private static final long BATCH_BYTES = 8L << 20;

    private final SqliteFile file;
    private final Failures failures;
    private final ChangeQueue changes;
    private final GroupCommit commits;
    private final ReadPool reads;
    private final Thread writer;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private boolean started;

    /**
     * Touches nothing before {@link #open}.
     *
     * @param file the database; its directory is made if it is missing
     * @param writes what every commit passes, with {@code file} as its path
     * @param threads makes the one writer and the two reader threads
     */
    public SqliteJobStore(Path file, DurableWrites writes, ThreadFactory threads) {
        this.file = new SqliteFile(file);
        this.failures = new Failures(file);
        this.changes = new ChangeQueue(QUEUE_BYTES, BATCH_BYTES, failures);
        this.commits = new GroupCommit(this.file, writes, failures);
        this.reads = new ReadPool(this.file, failures, threads);
        this.writer = threads.newThread(this::run);
    }

    /** A store with daemon threads of its own. */
    public static SqliteJobStore at(Path file, DurableWrites writes) {
        AtomicInteger number = new AtomicInteger();
        return new SqliteJobStore(file, writes, work -> {
            Thread thread = new Thread(work, "gantry-job-store-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A store whose commits pass no seam. */
    public static SqliteJobStore at(Path file) {
        return at(file, DurableWrites.DIRECT);
    }

    @Override
    public synchronized CompletionStage<Void> open() {
        if (started) {
            return CompletableFuture.failedStage(
                    new ProviderException.Conflict("the job store " + file.path() + " was opened or closed before"));
        }
        started = true;
        changes.open();
        writer.start();
        return opened.minimalCompletionStage();
    }

    private void run() {
        try {
            file.acquire();
            prepare();
        } catch (IOException | SQLException | RuntimeException | Error e) {
            giveUp(failures.classify(e));
            return;
        }
        reads.open();
        opened.complete(null);
        writeUntilClosed();
    }

    private void prepare() throws IOException, SQLException {
        Session session = commits.session();
        boolean upgraded = Schema.upgrade(session);
        int dropped = JobRows.dropCreating(session);
        if (upgraded || dropped > 0) {
            commits.commit();
        }
    }

    private void giveUp(ProviderException failure) {
        changes.close();
        try {
            for (List<Change> left = changes.take(); !left.isEmpty(); left = changes.take()) {
                left.forEach(change -> change.fail(failure));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
        opened.completeExceptionally(failure);
    }

    private void writeUntilClosed() {
        try {
            for (List<Change> batch = changes.take(); !batch.isEmpty(); batch = changes.take()) {
                commits.write(batch);
            }
        } catch (InterruptedException e) {
            giveUp(failures.unavailable("was interrupted", e));
        }
    }

    private void release() {
        commits.close();
        try {
            file.close();
        } catch (IOException e) {
            Failures.LOG.warn("the lock of the job store was not released", e);
        }
    }

    @Override
    public JobTable jobs() {
        return new JobRows(changes, reads);
    }

    @Override
    public ChunkTable chunks() {
        return new ChunkRows(changes, reads);
    }

    @Override
    public NameTable names() {
        return new NameRows(reads);
    }

    @Override
    public Catalogue catalogue() {
        return new CatalogueRows(changes, reads);
    }

    @Override
    public TaskTable tasks() {
        return new TaskRows(changes, reads);
    }

    @Override
    public AccessTable access() {
        return new AccessRows(changes, reads);
    }

    /** Waits for the writes and reads that are queued; not to be called from a stage of this store. */
    @Override
    public synchronized void close() {
        started = true;
        changes.close();
        reads.close();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
    }
}
