package dev.gantry.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A call of which one runs at a time. Whoever asks for it meanwhile shares the next one, which begins when this one has
 * ended, however it did. Belongs to the control thread.
 */
final class SharedCall {

    private final Control control;
    private final Supplier<CompletionStage<Void>> call;
    private Optional<CompletableFuture<Void>> next = Optional.empty();
    private boolean running;

    SharedCall(Control control, Supplier<CompletionStage<Void>> call) {
        this.control = control;
        this.call = call;
    }

    /** Completes as a call does that began after this one. */
    CompletionStage<Void> make() {
        if (!running) {
            return begin();
        }
        if (next.isEmpty()) {
            next = Optional.of(new CompletableFuture<>());
        }
        return next.get();
    }

    private CompletionStage<Void> begin() {
        running = true;
        return control.settle(call.get(), (nothing, failure) -> {
            running = false;
            next.ifPresent(this::follow);
            return failure == null ? CompletableFuture.completedStage(null) : CompletableFuture.failedStage(failure);
        });
    }

    private void follow(CompletableFuture<Void> waiting) {
        next = Optional.empty();
        begin().whenComplete((nothing, failure) -> {
            if (failure == null) {
                waiting.complete(null);
            } else {
                waiting.completeExceptionally(failure);
            }
        });
    }
}
