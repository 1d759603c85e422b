package dev.gantry.s3;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Many calls, a few of them at a time. */
public final class Windowed {

    private Windowed() {}

    /** The answer to each, in order; after a failure no further one is asked. */
    public static <T, R> CompletionStage<List<R>> map(List<T> asked, int window, Function<T, CompletionStage<R>> call) {
        List<R> answers = new ArrayList<>(Collections.nCopies(asked.size(), null));
        AtomicInteger next = new AtomicInteger();
        CompletableFuture<?>[] workers = new CompletableFuture<?>[Math.min(window, asked.size())];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = work(asked, answers, next, call).toCompletableFuture();
        }
        return CompletableFuture.allOf(workers).thenApply(done -> answers);
    }

    private static <T, R> CompletionStage<Void> work(
            List<T> asked, List<R> answers, AtomicInteger next, Function<T, CompletionStage<R>> call) {
        int mine = next.getAndIncrement();
        if (mine >= asked.size()) {
            return CompletableFuture.completedStage(null);
        }
        return call.apply(asked.get(mine))
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        next.set(asked.size());
                    }
                })
                .thenCompose(answer -> {
                    answers.set(mine, answer);
                    return work(asked, answers, next, call);
                });
    }
}
