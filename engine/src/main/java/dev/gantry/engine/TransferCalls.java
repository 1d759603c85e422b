package dev.gantry.engine;

import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Makes calls to a gateway and waits for their answers. */
final class TransferCalls {

    /** Some calls that lead to one answer. */
    interface Call<T> {
        T make() throws IOException, InterruptedException;
    }

    private final TransferRetry retry;

    TransferCalls(TransferRetry retry) {
        this.retry = retry;
    }

    /** Makes the call, and again where that is worth it. */
    <T> T make(Call<T> call) throws IOException, InterruptedException {
        for (int made = 1; ; made++) {
            try {
                return call.make();
            } catch (ApiException e) {
                Optional<Duration> delay = retry.after(e, made);
                if (delay.isEmpty()) {
                    throw e;
                }
                pause(delay.get());
            }
        }
    }

    /** The stage's result, or its failure as it was before it was wrapped. */
    static <T> T await(CompletionStage<T> stage) throws IOException, InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        }
    }

    private static RuntimeException unwrapped(Throwable failure) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof ApiException api) {
            return api;
        }
        return new ApiException(Problem.INTERNAL, TransferCalls.text(failure), failure);
    }

    /** What to tell a person of a failure. */
    static String text(Throwable failure) {
        String message = failure.getMessage();
        String type = failure.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return type;
        }
        boolean speaks = failure instanceof ApiException || failure instanceof TreeException;
        return speaks ? message : type + ": " + message;
    }

    static void pause(Duration duration) throws InterruptedException {
        new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }
}
