package dev.gantry.engine;

import dev.gantry.ports.payload.Payload;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A blob on its way in. */
final class Incoming {

    private final Payload payload;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Incoming(Payload payload) {
        this.payload = payload;
    }

    /** How long no byte of it has come. */
    Duration idle() {
        return payload.<Duration>fold(
                buffers -> Duration.ZERO,
                slice -> Duration.ZERO,
                streamed -> streamed.source().idle());
    }

    /** Ends it from outside: its writer fails. */
    void giveUp() {
        payload.close();
    }

    void end() {
        ended.complete(null);
    }

    /** Completes when it has ended, well or not. */
    CompletionStage<Void> ended() {
        return ended;
    }
}
