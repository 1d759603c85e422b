package dev.gantry.ports.spi;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import java.util.Optional;
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

    /**
     * Writes a running job and, in the same commit, makes the chunks of {@code part}, a job in creation, its last ones:
     * their numbers go on from those it has, their names are found, and the part is gone. Completes with NotFound if
     * there is no such part, or the job is not running.
     */
    CompletionStage<Void> save(Job job, JobId part);

    /** Removes the job with everything that hangs on it, begun or saved. Repeatable. */
    CompletionStage<Void> forget(JobId job);

    CompletionStage<Optional<Job>> find(JobId job);

    /**
     * One page of the visible jobs that {@code filter} takes, in the order {@link JobFilter#NEWEST_FIRST}. Costs what the
     * page does, not what the history does, but for counting. Completes with NotFound if the page is to begin behind a job
     * that is not there; one that the filter does not take has its place in the order all the same.
     */
    CompletionStage<Page<Job>> list(JobFilter filter, PageRequest page);
}
