package dev.gantry.ports.spi;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.WriteLimits;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One store's driver. Thread-safe. Capabilities beyond objects are present or absent: {@link BucketStore}, {@link
 * ResumableWrites}, {@link PropertyUpdate}, {@link ServerCopy}, {@link BatchDelete}, {@link FreeSpace}, {@link Staging},
 * {@link MediaLibrary}, {@link TaskRunner}.
 */
public interface StorageProvider extends AutoCloseable {

    StoreId id();

    /** What blobs the store takes; the same for the provider's life. */
    WriteLimits limits();

    /**
     * Makes sure that the store can be worked with, preparing it on first use. Repeatable. Completes with {@link
     * ProviderException.Rejected} saying what to mend, or {@link ProviderException.Unavailable}.
     */
    CompletionStage<Void> check();

    /** Always the same object store. */
    ObjectStore objects();

    /** The capability of that type, if the store has it: the same answer each time. */
    <C> Optional<C> capability(Class<C> type);

    /** Ends the driver: running calls may fail with Unavailable, later ones do. A second call does nothing. */
    @Override
    void close();
}
