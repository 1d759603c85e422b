package dev.gantry.ports.spi;

import dev.gantry.domain.ObjectId;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The capability of a store that takes up half-written objects after its process died. */
public interface ResumableWrites {

    /**
     * Whether what was written of {@code id} is still there to be taken up by {@link ObjectStore#begin}. A published
     * object is not.
     */
    CompletionStage<Boolean> holds(ObjectId id);

    /** Removes every half-written object whose id is not in {@code keep}, and says how many those were. Repeatable. */
    CompletionStage<Integer> sweep(Set<ObjectId> keep);
}
