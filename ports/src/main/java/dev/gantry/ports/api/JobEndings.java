package dev.gantry.ports.api;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import java.util.concurrent.CompletionStage;

/** How jobs end early or leave the history; canceling stands in {@link Jobs}. */
public interface JobEndings {

    /**
     * Cuts a running job down to what has come: objects received whole, of a job that reads the blobs read. It takes and
     * gives no data from then on, the other names are free, its size shrinks, and it completes shortly afterwards. A
     * job of which nothing has come is canceled. A job that was truncated or has ended stays as it is, without failure.
     * NO_SUCH_JOB, or FORBIDDEN if the job is another user's or protected.
     */
    CompletionStage<Job> truncate(JobId job);

    /**
     * Removes a job that has ended from the history, with what is kept of its chunks. NO_SUCH_JOB if there is none, so a
     * second call does; CONFLICT while it runs.
     */
    CompletionStage<Void> forget(JobId job);
}
