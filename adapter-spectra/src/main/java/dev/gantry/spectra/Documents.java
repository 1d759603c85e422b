package dev.gantry.spectra;

import dev.gantry.ports.payload.Streamed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Reads request bodies as documents, on threads that may wait for them. */
final class Documents {

    /** Turns a body into a result; its failure is the outcome. */
    interface Reader<T> {
        CompletionStage<T> read(LimitedInputStream body);
    }

    private final Executor executor;
    private final long maxBytes;

    Documents(Executor executor, long maxBytes) {
        this.executor = executor;
        this.maxBytes = maxBytes;
    }

    /** Runs {@code reader} on the call's body, which is closed when its stage has ended. */
    <T> CompletionStage<T> read(Call call, Reader<T> reader) {
        return CompletableFuture.supplyAsync(() -> open(call, reader), executor).thenCompose(stage -> stage);
    }

    private <T> CompletionStage<T> open(Call call, Reader<T> reader) {
        Streamed body = call.exchange().body();
        try {
            LimitedInputStream bytes = new LimitedInputStream(new BodyInputStream(body), maxBytes);
            return reader.read(bytes).whenComplete((result, problem) -> body.close());
        } catch (RuntimeException e) {
            body.close();
            throw new CompletionException(e);
        }
    }
}
