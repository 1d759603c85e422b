package dev.gantry.jdbc;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Reads on a few threads, each with a connection of its own; the number of reads that wait is bounded. */
final class ReadPool implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 10_000;
    private static final long CLOSE_SECONDS = 30;

    private final SqliteFile file;
    private final Failures failures;
    private final ThreadPoolExecutor threads;
    private final ConcurrentLinkedQueue<Session> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean open;

    ReadPool(SqliteFile file, Failures failures, ThreadFactory threads) {
        this.file = file;
        this.failures = failures;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), threads);
    }

    /** Asks something of the database. */
    @FunctionalInterface
    interface Query<T> {
        T ask(Session session) throws SQLException;
    }

    void open() {
        open = true;
    }

    <T> CompletionStage<T> read(Query<T> query) {
        if (!open) {
            return CompletableFuture.failedStage(failures.unavailable("is not open", null));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> answer(query, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(failures.unavailable("has too many questions waiting, or is closed", e));
        }
        return answer.minimalCompletionStage();
    }

    private <T> void answer(Query<T> query, CompletableFuture<T> answer) {
        T found;
        try {
            found = ask(query);
        } catch (SQLException | RuntimeException | Error e) {
            answer.completeExceptionally(failures.classify(e));
            return;
        }
        answer.complete(found);
    }

    private <T> T ask(Query<T> query) throws SQLException {
        Session idleOne = idle.poll();
        Session session = idleOne == null ? file.reader() : idleOne;
        boolean done = false;
        try {
            T found = query.ask(session);
            done = true;
            return found;
        } finally {
            if (done) {
                idle.add(session);
            } else {
                session.close();
            }
        }
    }

    /** Ends after the reads that wait. */
    @Override
    public void close() {
        open = false;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Session session = idle.poll(); session != null; session = idle.poll()) {
            close(session);
        }
    }

    private static void close(Session session) {
        try {
            session.close();
        } catch (SQLException e) {
            Failures.LOG.warn("a connection of the job store did not close", e);
        }
    }
}
