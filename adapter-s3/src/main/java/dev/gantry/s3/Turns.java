package dev.gantry.s3;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One piece of work after the other for each key, in the order in which they came. Thread-safe. */
final class Turns<K> {

    private final Map<K, CompletionStage<?>> last = new HashMap<>();

    /** Begins the work once what came before it for that key has ended, well or not. */
    synchronized <T> CompletionStage<T> take(K key, Supplier<CompletionStage<T>> work) {
        CompletionStage<?> before = last.getOrDefault(key, CompletableFuture.completedStage(null));
        CompletionStage<T> mine = before.handle((done, failure) -> null).thenCompose(nothing -> work.get());
        last.put(key, mine);
        mine.whenComplete((done, failure) -> leave(key, mine));
        return mine;
    }

    private synchronized void leave(K key, CompletionStage<?> turn) {
        last.remove(key, turn);
    }
}
