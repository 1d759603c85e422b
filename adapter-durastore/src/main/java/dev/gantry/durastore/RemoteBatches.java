package dev.gantry.durastore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks the far side about many things, a few at a time. */
final class RemoteBatches {

    private static final int AT_ONCE = 16;

    private RemoteBatches() {}

    /** What {@code ask} gives for each, in order. Fails with the first failure; what is under way then goes on unheard. */
    static <A, B> CompletionStage<List<B>> each(List<A> all, Function<A, CompletionStage<B>> ask) {
        CompletionStage<List<B>> done = CompletableFuture.completedStage(new ArrayList<>());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<A> batch = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            done = done.thenCompose(before -> batch(batch, ask).thenApply(more -> {
                before.addAll(more);
                return before;
            }));
        }
        return done;
    }

    private static <A, B> CompletionStage<List<B>> batch(List<A> batch, Function<A, CompletionStage<B>> ask) {
        List<CompletableFuture<B>> asked =
                batch.stream().map(one -> ask.apply(one).toCompletableFuture()).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
    }
}
