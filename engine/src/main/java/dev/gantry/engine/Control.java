package dev.gantry.engine;

import dev.gantry.ports.api.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Work on the control thread: what it touches there needs no lock. */
final class Control {

    private final Executor thread;

    Control(Executor thread) {
        this.thread = thread;
    }

    /** Runs {@code work} on the control thread; the answer is its answer. */
    <T> CompletionStage<T> call(Supplier<? extends CompletionStage<T>> work) {
        try {
            return CompletableFuture.supplyAsync(work, thread).thenCompose(stage -> stage);
        } catch (RejectedExecutionException e) {
            return Failures.failed(Problem.UNAVAILABLE, "the engine is closed");
        }
    }

    /** Runs {@code work} on the control thread; after the engine's end, nobody is left to whom it matters. */
    void run(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            return;
        }
    }

    /** Continues on the control thread when {@code stage} has succeeded. */
    <A, B> CompletionStage<B> then(CompletionStage<A> stage, Function<? super A, ? extends CompletionStage<B>> next) {
        return stage.thenComposeAsync(next, thread);
    }

    /**
     * As {@link #then}, but at once where {@code stage} has succeeded already. Only on the control thread, as the last that
     * somebody does there.
     */
    <A, B> CompletionStage<B> next(CompletionStage<A> stage, Function<? super A, ? extends CompletionStage<B>> next) {
        CompletableFuture<A> future = stage.toCompletableFuture();
        if (!Failures.hasSucceeded(future)) {
            return then(stage, next);
        }
        try {
            return next.apply(future.join());
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Goes over to the control thread only if {@code stage} fails; the answer is then that of {@code rescue}. */
    <T> CompletionStage<T> rescue(CompletionStage<T> stage, Function<Throwable, ? extends CompletionStage<T>> rescue) {
        return Failures.hasSucceeded(stage.toCompletableFuture())
                ? stage
                : settle(
                        stage,
                        (value, failure) ->
                                failure == null ? CompletableFuture.completedStage(value) : rescue.apply(failure));
    }

    /** Continues on the control thread however {@code stage} ended; exactly one argument is not null. */
    <A, B> CompletionStage<B> settle(
            CompletionStage<A> stage, BiFunction<? super A, Throwable, ? extends CompletionStage<B>> next) {
        return stage.<CompletionStage<B>>handleAsync(next, thread).thenCompose(result -> result);
    }
}
