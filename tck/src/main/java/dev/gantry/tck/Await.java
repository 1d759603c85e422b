package dev.gantry.tck;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits in tests for what completes elsewhere, at most {@value #SECONDS} seconds. */
public final class Await {

    private static final int SECONDS = 30;

    private Await() {}

    /** The result; a failure is thrown as a {@link CompletionException} with its cause. */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came within " + SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The failure, unwrapped; throws an {@link AssertionError} if there is none. */
    public static Throwable failure(CompletionStage<?> stage) {
        Object result;
        try {
            result = await(stage);
        } catch (CompletionException e) {
            return unwrapped(e);
        }
        throw new AssertionError("it should have failed but gave " + result);
    }

    private static Throwable unwrapped(CompletionException wrapper) {
        Throwable cause = wrapper;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
