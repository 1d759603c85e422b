package dev.gantry.spectra;

import dev.gantry.transport.BlockingBody;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Reads request bodies as documents, on threads that may wait for them. */
final class Documents {

    /** Turns a body into a result; its failure is the outcome. */
    interface Reader<T> {
        CompletionStage<T> read(LimitedInputStream body);
    }

    /** Longer than any transport lets a connection be idle. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Executor executor;
    private final long maxBytes;

    Documents(Executor executor, long maxBytes) {
        this.executor = executor;
        this.maxBytes = maxBytes;
    }

    /** The same with another limit. */
    Documents upTo(long bytes) {
        return new Documents(executor, bytes);
    }

    /** Runs {@code reader} on the call's body, which is closed when its stage has ended. */
    <T> CompletionStage<T> read(Call call, Reader<T> reader) {
        return CompletableFuture.supplyAsync(() -> open(call, reader), executor).thenCompose(stage -> stage);
    }

    /** Runs what asks the node more than once and waits for its answers. */
    <T> CompletionStage<T> work(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, executor);
    }

    private <T> CompletionStage<T> open(Call call, Reader<T> reader) {
        BlockingBody body = new BlockingBody(call.exchange().body(), maxBytes, IDLE);
        try {
            return reader.read(new LimitedInputStream(body)).whenComplete((result, problem) -> body.close());
        } catch (RuntimeException e) {
            body.close();
            throw new CompletionException(e);
        }
    }
}
