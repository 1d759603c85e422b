package dev.gantry.engine;

import dev.gantry.domain.Wait;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The room that a store must keep: below it no chunk of a PUT job is granted (ADR 5). */
final class FreeSpaceFloor {

    private final long floor;

    /** {@code floor} in bytes. */
    FreeSpaceFloor(long floor) {
        this.floor = floor;
    }

    /** Why no PUT chunk may be granted, if the store is about to be full. */
    CompletionStage<Optional<Wait.StoreFull>> shortage(Store store) {
        return store.freeBytes()
                .thenApply(free -> free >= 0 && free < floor
                        ? Optional.of(new Wait.StoreFull(store.id(), free, floor))
                        : Optional.empty());
    }
}
