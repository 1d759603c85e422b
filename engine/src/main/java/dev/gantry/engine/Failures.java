package dev.gantry.engine;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.spi.ProviderException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Turns what went wrong below into what a caller is told. */
final class Failures {

    private static final Duration SOON = Duration.ofSeconds(1);

    private Failures() {}

    static <T> CompletionStage<T> failed(Problem problem, String message) {
        return CompletableFuture.failedStage(new ApiException(problem, message));
    }

    static Throwable unwrap(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapped && failure.getCause() != null ? unwrap(failure.getCause()) : failure;
    }

    /** The failure as a caller may see it; {@code missing} is what a store's NotFound means here. */
    static ApiException translate(Throwable failure, Problem missing) {
        Throwable cause = unwrap(failure);
        if (cause instanceof ApiException api) {
            return api;
        }
        if (cause instanceof ProviderException provider) {
            return fromProvider(provider, missing);
        }
        if (cause instanceof TruncatedException truncated) {
            return new ApiException(Problem.WRONG_LENGTH, truncated.getMessage(), truncated);
        }
        if (cause instanceof InvalidValueException invalid) {
            return new ApiException(Problem.INVALID, invalid.getMessage(), invalid);
        }
        return new ApiException(Problem.INTERNAL, "an error inside the node: " + cause, cause);
    }

    private static ApiException fromProvider(ProviderException e, Problem missing) {
        if (e instanceof ProviderException.NotFound) {
            return new ApiException(missing, e.getMessage(), e);
        }
        if (e instanceof ProviderException.Conflict) {
            return new ApiException(Problem.CONFLICT, e.getMessage(), e);
        }
        if (e instanceof ProviderException.Full) {
            return new ApiException(Problem.STORE_FULL, e.getMessage(), e);
        }
        if (e instanceof ProviderException.ReadOnly) {
            return new ApiException(Problem.STORE_READ_ONLY, e.getMessage(), e);
        }
        if (e instanceof ProviderException.Throttled throttled) {
            return new ApiException(
                    Problem.UNAVAILABLE, e.getMessage(), throttled.retryAfter().orElse(SOON), e);
        }
        if (e instanceof ProviderException.Unavailable) {
            return new ApiException(Problem.UNAVAILABLE, e.getMessage(), SOON, e);
        }
        return new ApiException(Problem.INTERNAL, e.getMessage(), e);
    }

    /** Whether it has ended well already: then nobody has to wait, and nothing has to be made for who waits. */
    static boolean hasSucceeded(CompletableFuture<?> future) {
        return future.isDone() && !future.isCompletedExceptionally();
    }

    /** The same stage with its failure translated. */
    static <T> CompletionStage<T> translated(CompletionStage<T> stage, Problem missing) {
        if (hasSucceeded(stage.toCompletableFuture())) {
            return stage;
        }
        return stage.<CompletionStage<T>>handle((value, failure) -> failure == null
                        ? CompletableFuture.completedStage(value)
                        : CompletableFuture.failedStage(translate(failure, missing)))
                .thenCompose(Function.identity());
    }
}
