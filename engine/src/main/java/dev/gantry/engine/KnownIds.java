package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Replication.ReplicaRequest;
import dev.gantry.ports.spi.StoredChunk;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tells ids that somebody brings from those that are in use here. May block. */
final class KnownIds {

    private final EngineContext context;
    private final JobBoard board;

    KnownIds(EngineContext context, JobBoard board) {
        this.context = context;
        this.board = board;
    }

    /** The job that the plan has made before, as it is now. CONFLICT if its id is that of any other. */
    Optional<Job> same(User user, ReplicaRequest request, ReplicaPlan plan) {
        Optional<Job> found = find(user, request.job());
        found.ifPresent(job -> requireSame(job, request, plan));
        return found;
    }

    private Optional<Job> find(User user, JobId id) {
        boolean there = JobPlanner.await(context.jobStore().jobs().find(id)).isPresent();
        return there
                ? Optional.of(JobPlanner.await(context.control().call(() -> board.require(user, id))))
                : Optional.empty();
    }

    private void requireSame(Job job, ReplicaRequest request, ReplicaPlan plan) {
        require(job.kind() == JobKind.PUT, "job " + job.id() + " is a " + job.kind() + " job here");
        require(job.bucket().equals(request.bucket()), "job " + job.id() + " is of bucket " + job.bucket() + " here");
        require(
                !job.isTruncated() && job.status() != JobStatus.CANCELED,
                "job " + job.id() + " was ended here before all had come; delete its record to have it made again");
        require(isPlannedAs(job, plan), "job " + job.id() + " has another plan here");
    }

    private boolean isPlannedAs(Job job, ReplicaPlan plan) {
        return job.size().chunks() == plan.chunkCount()
                && job.size().blobs() == plan.size().blobs()
                && IntStream.range(0, plan.chunkCount())
                        .allMatch(number -> chunks(job, number)
                                .allMatch(stored -> stored.chunk().equals(plan.chunk(job.id(), number))));
    }

    private Stream<StoredChunk> chunks(Job job, int number) {
        return JobPlanner.await(context.jobStore().chunks().page(job.id(), number, 1)).stream();
    }

    /** CONFLICT if a chunk of the plan is another job's, or a running PUT job brings one of its objects. */
    void requireNew(ReplicaPlan plan) {
        plan.chunkIds()
                .forEach(id -> JobPlanner.await(context.jobStore().chunks().find(id))
                        .ifPresent(stored -> require(
                                false,
                                "chunk " + id + " is one of job "
                                        + stored.chunk().job() + " here")));
        puts().forEach(job -> IntStream.range(0, job.size().chunks())
                .forEach(number -> chunks(job, number).forEach(stored -> requireOthers(stored, plan))));
    }

    private static void requireOthers(StoredChunk stored, ReplicaPlan plan) {
        Optional<Blob> shared = stored.chunk().blobs().stream()
                .filter(blob -> plan.has(blob.object()))
                .findFirst();
        shared.ifPresent(blob -> require(
                false,
                "job " + stored.chunk().job() + " is putting object " + blob.object() + ", " + blob.name()
                        + ", already; wait for it or cancel it"));
    }

    private List<Job> puts() {
        return JobPlanner.await(context.control()
                .call(() -> CompletableFuture.completedStage(board.all().stream()
                        .map(ActiveJob::job)
                        .filter(job -> job.kind() == JobKind.PUT)
                        .toList())));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ApiException(Problem.CONFLICT, otherwise);
        }
    }
}
