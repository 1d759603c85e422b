package dev.gantry.ports.api;

import dev.gantry.domain.JobId;
import dev.gantry.domain.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Why the chunks of jobs do not move (docs/waits.md). */
public interface Waits {

    /** The most chunks one answer of {@link #of} tells of. */
    int MAX = 1000;

    /**
     * The chunks of a job, from number {@code from} on, that are neither done nor moving, in order, each with the one
     * reason it has at this moment; none of a job that has ended. Fewer than {@code max} only if there are no more.
     * Changes nothing, and is no sign of life of the job's client. NO_SUCH_JOB if there is none, FORBIDDEN if it is
     * another user's.
     *
     * @param max 1 to {@link #MAX}
     */
    CompletionStage<List<Waiting>> of(JobId job, int from, int max);

    /**
     * A chunk that does not move.
     *
     * @param chunk its number
     * @param about when that will be over, where that can be estimated
     */
    record Waiting(int chunk, Wait why, Optional<Instant> about) {}
}
