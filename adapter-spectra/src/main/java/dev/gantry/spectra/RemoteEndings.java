package dev.gantry.spectra;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobStatus;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.JobEndings;
import dev.gantry.ports.api.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Early ends and the history of the far side's jobs (docs/spectra-s3.md, Life of a job). */
final class RemoteEndings implements JobEndings {

    private final RemoteNode node;
    private final RemoteJobs jobs;

    RemoteEndings(RemoteNode node, RemoteJobs jobs) {
        this.node = node;
        this.jobs = jobs;
    }

    @Override
    public CompletionStage<Job> truncate(JobId id) {
        return jobs.get(id)
                .thenCompose(before -> before.isActive()
                        ? node.confirm(RemoteCall.rest("DELETE", "job/" + id).missing(Problem.NO_SUCH_JOB))
                                .thenCompose(done -> jobs.get(id))
                        : CompletableFuture.completedFuture(before));
    }

    @Override
    public CompletionStage<Void> forget(JobId id) {
        return jobs.get(id).thenCompose(job -> {
            if (job.isActive()) {
                throw new ApiException(Problem.CONFLICT, "job " + id + " is running; cancel it first");
            }
            String records = job.status() == JobStatus.COMPLETED ? "completed_job/" : "canceled_job/";
            return node.confirm(RemoteCall.rest("DELETE", records + id).missing(Problem.NO_SUCH_JOB))
                    .thenApply(done -> null);
        });
    }
}
