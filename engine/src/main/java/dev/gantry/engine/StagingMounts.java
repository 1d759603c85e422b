package dev.gantry.engine;

import dev.gantry.domain.Extent;
import dev.gantry.domain.Medium;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which media of a store its jobs have asked for that are not read yet: as many as it has drives and one to come, so that
 * whoever comes later still shares a mount, or goes before what nobody has asked for. Belongs to the control thread.
 */
final class StagingMounts {

    private final StoreStaging store;
    private final Set<Medium> asked = new HashSet<>();

    StagingMounts(StoreStaging store) {
        this.store = store;
    }

    private static Optional<Medium> medium(StagedChunk chunk) {
        return chunk.first().map(Extent::medium);
    }

    /** Looks which media are asked for by those chunks. */
    void look(Stream<StagedChunk> all) {
        asked.clear();
        all.filter(chunk -> chunk.isHeld() && chunk.isUnderWay())
                .forEach(chunk -> medium(chunk).ifPresent(asked::add));
    }

    /** Whether a chunk's first medium is asked for already, or may be. */
    boolean allow(StagedChunk chunk) {
        boolean counts = store.settings().mediaOrder() && store.offer().drives().isPresent();
        return !counts
                || asked.size() <= store.offer().drives().getAsInt()
                || medium(chunk).filter(medium -> !asked.contains(medium)).isEmpty();
    }
}
