package dev.gantry.ports.api;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Extent;
import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.domain.ObjectKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The media of stores that have any, and what lies on them. */
public interface Media {

    /** The most objects one call of {@link #locate} takes. */
    int MAX = 1000;

    /** The media of all stores, by store and barcode; none where no store has any. */
    CompletionStage<List<MediumState>> list();

    /**
     * Takes a medium out of its library: jobs that need it wait, and new GET jobs for its data are refused. A second call
     * does nothing. For ADMIN and ROOT, else FORBIDDEN; NO_SUCH_OBJECT if no store has it.
     */
    CompletionStage<MediumState> eject(Medium medium);

    /** Puts a medium back in; what waits for it goes on. Otherwise as {@link #eject}. */
    CompletionStage<MediumState> load(Medium medium);

    /**
     * Where objects of one bucket lie: one element a key, in order, empty where there is no such object. INVALID for more
     * than {@link #MAX} keys, or of several buckets.
     */
    CompletionStage<List<Optional<Placement>>> locate(List<ObjectKey> keys);

    /**
     * Where an object lies.
     *
     * @param online whether it can be read now
     * @param extents the media that it lies on, in order of its bytes; none where its store names none
     */
    record Placement(boolean online, List<Extent> extents) {
        public Placement {
            extents = List.copyOf(Objects.requireNonNull(extents, "extents"));
        }

        /** The media that hold bytes of a range, each once. */
        public List<Medium> media(ByteRange range) {
            return extents.stream()
                    .filter(extent -> extent.range().intersection(range).length() > 0)
                    .map(Extent::medium)
                    .distinct()
                    .toList();
        }
    }
}
