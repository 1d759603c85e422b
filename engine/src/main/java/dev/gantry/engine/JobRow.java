package dev.gantry.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Changes of what is kept of one job, one after the other: each begins where the one before it has ended, so none writes
 * over another. Belongs to the control thread.
 */
final class JobRow {

    private final Control control;
    private CompletionStage<Void> last = CompletableFuture.completedStage(null);

    JobRow(Control control) {
        this.control = control;
    }

    /** Makes a change when those before it have ended, however they did. */
    <T> CompletionStage<T> next(Supplier<CompletionStage<T>> change) {
        CompletionStage<T> mine = control.settle(last, (nothing, failure) -> change.get());
        last = mine.handle((done, failure) -> null);
        return mine;
    }
}
