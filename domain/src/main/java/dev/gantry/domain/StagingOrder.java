package dev.gantry.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The order in which chunks are brought online, once it is settled whose turn it is: whatever lies on the cartridge that
 * has to be mounted anyway goes along, in the order in which it lies there, so that jobs share a mount. No chunk goes
 * before one of a job with a higher priority.
 */
public final class StagingOrder {

    private static final Comparator<Candidate> ALONG =
            Comparator.comparing(candidate -> candidate.first().orElseThrow());

    private StagingOrder() {}

    /**
     * A chunk that has to be brought online.
     *
     * @param first the first place on a medium where bytes of it lie, where the store tells
     */
    public record Candidate(JobId job, Priority priority, int chunk, Optional<Extent> first) {
        public Candidate {
            Objects.requireNonNull(job, "job");
            Objects.requireNonNull(priority, "priority");
            Objects.requireNonNull(first, "first");
        }

        private boolean lies(Optional<Medium> medium) {
            return medium.isPresent() && first.map(Extent::medium).equals(medium);
        }
    }

    /**
     * What is asked for now: {@code turn} and what goes along. Those of at least its priority come first, by position,
     * then the others.
     */
    public static List<Candidate> together(Candidate turn, Collection<Candidate> waiting) {
        Optional<Medium> medium = turn.first().map(Extent::medium);
        List<Candidate> along = new ArrayList<>(
                waiting.stream().filter(other -> other.lies(medium)).toList());
        if (!along.contains(turn)) {
            along.add(turn);
        }
        if (along.size() > 1) {
            along.sort(Comparator.<Candidate>comparingInt(
                            other -> other.priority().compareTo(turn.priority()) <= 0 ? 0 : 1)
                    .thenComparing(ALONG)
                    .thenComparingInt(Candidate::chunk));
        }
        return along;
    }
}
