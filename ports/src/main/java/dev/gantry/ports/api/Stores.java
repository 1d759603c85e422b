package dev.gantry.ports.api;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.Versioning;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The configured stores. */
public interface Stores {

    /** All stores, the primary one first. */
    CompletionStage<List<Store>> list();

    /** Whether the store can be worked with now; fails with UNAVAILABLE or INVALID saying what to mend. */
    CompletionStage<Void> check(StoreId store);

    /**
     * One store.
     *
     * @param freeBytes negative where the store does not know
     * @param versioning what buckets that are made in it get
     */
    record Store(StoreId id, boolean primary, long freeBytes, Versioning versioning) {}
}
