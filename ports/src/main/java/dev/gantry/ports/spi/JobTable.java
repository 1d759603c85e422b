package dev.gantry.ports.spi;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The jobs of a node. A job in creation is invisible until it is saved. */
public interface JobTable {

    /** Notes that chunks of this job will follow. Until {@link #save} the job is invisible, and dropped at the next open. */
    CompletionStage<Void> begin(Job job);

    /**
     * Writes the job as it is now; the first time this makes it visible, chunks and all. A job that has ended leaves
     * the name table in the same commit: its names are free.
     */
    CompletionStage<Void> save(Job job);

    /** Removes the job with everything that hangs on it, begun or saved. Repeatable. */
    CompletionStage<Void> forget(JobId job);

    CompletionStage<Optional<Job>> find(JobId job);

    /** All visible jobs of those statuses, newest first. */
    CompletionStage<List<Job>> list(Set<JobStatus> statuses);
}
