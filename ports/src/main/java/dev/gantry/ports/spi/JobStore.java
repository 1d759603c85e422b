package dev.gantry.ports.spi;

import java.util.concurrent.CompletionStage;

/**
 * Where jobs are kept: durably, where it is to outlive the process. A stage of a write completes when the write is
 * durable; writes take effect in the order they were asked for. A failed write changes nothing and completes with {@link
 * ProviderException.Unavailable}, with {@link ProviderException.Full} or {@link ProviderException.ReadOnly} if the disk
 * is, or with {@link ProviderException.Rejected} if the store is damaged. Where so much waits to be written that no more is
 * taken, a write completes with {@link ProviderException.Throttled}; who waits for each answer before the next append
 * never sees it. Stages complete on the store's own threads, which a caller must not hold up. Thread-safe.
 */
public interface JobStore extends AutoCloseable {

    /**
     * Opens the store, makes or upgrades its tables, and drops jobs whose creation had not ended. Called once, before
     * anything else: every other call before it, and after {@link #close}, completes with Unavailable.
     */
    CompletionStage<Void> open();

    JobTable jobs();

    ChunkTable chunks();

    NameTable names();

    Catalogue catalogue();

    TaskTable tasks();

    AccessTable access();

    /** Ends the store after the writes that are queued. A second call does nothing. */
    @Override
    void close();
}
