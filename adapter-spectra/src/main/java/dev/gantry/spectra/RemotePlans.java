package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.ports.api.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The plans of the jobs that were worked on last. Answers about single chunks name neither their job nor how far an
 * object goes beyond them, so a job's whole list is read once, when the job is made or first asked for.
 */
final class RemotePlans {

    private static final int REMEMBERED = 64;

    private final RemoteNode node;
    private final RemoteMemory<JobId, Known> known = new RemoteMemory<>(REMEMBERED);

    RemotePlans(RemoteNode node) {
        this.node = node;
    }

    /** What holds of a job for as long as it lives. */
    record Known(JobId job, BucketName bucket, JobKind kind, RemotePlan plan) {}

    /** What a job's whole list tells; an earlier list stays if it told of more blobs. */
    Known learn(RemoteJob job, RemotePlan plan) {
        Known before = known.find(job.id()).orElse(null);
        boolean knew =
                before != null && before.plan().size().blobs() >= plan.size().blobs();
        Known now = knew ? before : new Known(job.id(), job.bucket(), job.kind(), plan);
        known.keep(job.id(), now);
        return now;
    }

    Optional<Known> find(JobId job) {
        return known.find(job);
    }

    /** The job's plan; reads its whole list if it was not seen before. */
    CompletionStage<Known> of(JobId job) {
        Optional<Known> seen = known.find(job);
        return seen.isPresent()
                ? CompletableFuture.completedFuture(seen.get())
                : node.read(RemoteCall.rest("GET", "job/" + job).missing(Problem.NO_SUCH_JOB), (headers, in) -> {
                    RemoteJobList list = RemoteJobList.read(in, number -> false);
                    return learn(RemoteJob.of(list.root()), list.plan());
                });
    }

    /** The plan of the job that has the chunk; asks whose chunk it is if it was not seen before. */
    CompletionStage<Known> of(ChunkId chunk) {
        Optional<Known> seen = known.all().stream()
                .filter(k -> k.plan().chunks().containsValue(chunk))
                .findFirst();
        return seen.isPresent()
                ? CompletableFuture.completedFuture(seen.get())
                : node.read(
                                RemoteCall.rest("GET", "job_chunk_dao/" + chunk).missing(Problem.NO_SUCH_CHUNK),
                                (headers, in) -> JobId.parse(
                                        RemoteElement.read(in, "Data").get("JobId")))
                        .thenCompose(this::of);
    }
}
