package dev.gantry.server;

import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Waits for answers. */
final class Waiting {

    private Waiting() {}

    /** The stage's result, or its failure as an {@link ApiException}. */
    static <T> T on(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof ApiException known
                    ? known
                    : new ApiException(Problem.INTERNAL, String.valueOf(cause.getMessage()), cause);
        }
    }
}
