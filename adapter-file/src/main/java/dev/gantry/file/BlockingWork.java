package dev.gantry.file;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Does what waits for a disk on the store's executor, not on the caller's thread; a short look is done by the caller
 * itself as long as such looks are quick ({@link Quickness}).
 */
final class BlockingWork {

    /** Something that waits for a disk. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /** Something that waits for a disk and finds an answer. */
    @FunctionalInterface
    interface Question<T> {
        T answer() throws IOException;
    }

    private final StoreId store;
    private final Executor executor;
    private final Quickness looks;
    private volatile boolean ended;

    /** {@code looks} tells whether short looks may be done on callers' threads. */
    BlockingWork(StoreId store, Executor executor, Quickness looks) {
        this.store = store;
        this.executor = executor;
        this.looks = looks;
    }

    CompletionStage<Void> run(Action action) {
        return call(() -> {
            action.run();
            return null;
        });
    }

    /** Completes with a classified failure ({@link Failures}), Unavailable once the work has ended. */
    <T> CompletionStage<T> call(Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (ended) {
            answer.completeExceptionally(new ProviderException.Unavailable("store " + store + " is closed", null));
            return answer;
        }
        try {
            executor.execute(() -> complete(answer, question));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    new ProviderException.Unavailable("store " + store + " is closed or has too much to do", e));
        }
        return answer;
    }

    /** The same for one file that is opened, or a few KiB that are read: on this thread while such looks are quick. */
    <T> CompletionStage<T> look(Question<T> question) {
        Question<T> timed = () -> looks.timed(question);
        return looks.isExpected() && !ended ? now(timed) : call(timed);
    }

    /** The same for an answer that needs no disk: found on this thread. */
    <T> CompletionStage<T> now(Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        complete(answer, question);
        return answer;
    }

    private <T> void complete(CompletableFuture<T> answer, Question<T> question) {
        try {
            answer.complete(question.answer());
        } catch (IOException | RuntimeException | Error e) {
            answer.completeExceptionally(classify(e));
        }
    }

    /** Closes a read's channel, even after the end. */
    void close(AutoCloseable closed) {
        try {
            executor.execute(() -> closeQuietly(closed));
        } catch (RejectedExecutionException e) {
            closeQuietly(closed);
        }
    }

    @SuppressWarnings("EmptyCatch") // of a channel that was only read there is nothing to lose
    private static void closeQuietly(AutoCloseable closed) {
        try {
            closed.close();
        } catch (Exception e) {
            // see above
        }
    }

    Throwable classify(Throwable failure) {
        return Failures.classify(store, failure);
    }

    StoreId store() {
        return store;
    }

    /** Refuses what comes later; what is running goes on. */
    void end() {
        ended = true;
    }
}
