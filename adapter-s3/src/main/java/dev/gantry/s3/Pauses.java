package dev.gantry.s3;

import dev.gantry.ports.spi.ProviderException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** How something waits, without a thread, before it goes on. */
@FunctionalInterface
public interface Pauses {

    /** Completes when that time is over; with Unavailable if the store was closed meanwhile. */
    CompletionStage<Void> pause(Duration duration);

    /** By the JDK's own timer, going on at {@code executor}. */
    static Pauses on(Executor executor) {
        return duration -> {
            CompletableFuture<Void> over = new CompletableFuture<>();
            CompletableFuture.delayedExecutor(duration.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(() -> goOn(over, executor));
            return over;
        };
    }

    private static void goOn(CompletableFuture<Void> over, Executor executor) {
        try {
            executor.execute(() -> over.complete(null));
        } catch (RejectedExecutionException e) {
            over.completeExceptionally(new ProviderException.Unavailable("the store is closed", e));
        }
    }
}
