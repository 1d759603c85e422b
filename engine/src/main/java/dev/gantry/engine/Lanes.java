package dev.gantry.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Many calls, a few of them at a time. */
final class Lanes {

    private Lanes() {}

    /**
     * The answer to each, in order. After a failure no further call is made; the answer is that failure, once all that were
     * made have ended.
     */
    static <T, R> CompletionStage<List<R>> map(List<T> asked, int lanes, Function<T, CompletionStage<R>> call) {
        List<R> answers = Collections.synchronizedList(new ArrayList<>(Collections.nCopies(asked.size(), null)));
        AtomicInteger next = new AtomicInteger();
        CompletableFuture<?>[] all = new CompletableFuture<?>[Math.min(lanes, asked.size())];
        for (int i = 0; i < all.length; i++) {
            all[i] = lane(asked, answers, next, call).toCompletableFuture();
        }
        return CompletableFuture.allOf(all).thenApply(done -> answers);
    }

    private static <T, R> CompletionStage<Void> lane(
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
                    return lane(asked, answers, next, call);
                });
    }
}
