package dev.gantry.ports.spi;

import java.util.concurrent.CompletionStage;

/**
 * Where jobs are kept: durably, where it is to outlive the process. A stage of a write completes when the write is
 * durable; writes take effect in the order they were asked for. A failed write completes with {@link
 * ProviderException.Unavailable} and changes nothing. Thread-safe.
 */
public interface JobStore extends AutoCloseable {

    /** Opens the store, makes or upgrades its tables, and drops jobs whose creation had not ended. Called once. */
    CompletionStage<Void> open();

    JobTable jobs();

    ChunkTable chunks();

    NameTable names();

    /** Ends the store after the writes that are queued. A second call does nothing. */
    @Override
    void close();
}
