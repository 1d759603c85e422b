package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobOption;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Jobs.Created;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets new creations join running jobs. What joins was planned as a job in creation and becomes the last chunks of the
 * other in one commit. Thread-safe; may block.
 */
final class Aggregation {

    /** How long after it was made a job can be joined (docs/spectra-s3.md, Creating jobs). */
    private static final Duration OPEN = Duration.ofMinutes(30);

    private final EngineContext context;
    private final JobBoard board;

    Aggregation(EngineContext context, JobBoard board) {
        this.context = context;
        this.board = board;
    }

    /** Makes {@code part}, which is planned with those names, join a running job; empty if it must be a job of its own. */
    synchronized Optional<Created> join(Job part, NameSet names) {
        if (!part.has(JobOption.AGGREGATING)) {
            return Optional.empty();
        }
        Optional<ActiveJob> whole =
                JobPlanner.await(context.control().call(() -> CompletableFuture.completedStage(candidate(part))));
        return whole.filter(job -> !shares(job.job(), names))
                .flatMap(job -> JobPlanner.await(context.control().call(() -> append(part, job))));
    }

    private Optional<ActiveJob> candidate(Job part) {
        return board.all().stream().filter(running -> fits(running, part)).findFirst();
    }

    private boolean fits(ActiveJob running, Job part) {
        Job job = running.job();
        Instant oldest = context.environment().now().minus(OPEN);
        return takesMore(running)
                && job.kind() == part.kind()
                && job.bucket().equals(part.bucket())
                && job.store().equals(part.store())
                && job.ordering() == part.ordering()
                && job.owner().id().equals(part.owner().id())
                && job.created().isAfter(oldest)
                && job.size().objects() + part.size().objects() <= Jobs.MAX_OBJECTS;
    }

    private static boolean takesMore(ActiveJob running) {
        return !running.hasEnded() && running.job().has(JobOption.AGGREGATING);
    }

    /** A job that had a blob twice could not tell its requests apart. */
    private boolean shares(Job whole, NameSet names) {
        for (int chunk = 0; chunk < whole.size().chunks(); chunk++) {
            boolean shared = JobPlanner.await(context.jobStore().chunks().page(whole.id(), chunk, 1)).stream()
                    .flatMap(stored -> stored.chunk().blobs().stream())
                    .anyMatch(blob -> names.contains(blob.name()));
            if (shared) {
                return true;
            }
        }
        return false;
    }

    private CompletionStage<Optional<Created>> append(Job part, ActiveJob whole) {
        whole.beginToGrow();
        CompletionStage<Optional<Created>> joined = whole.row().next(() -> {
            if (!takesMore(whole)) {
                return CompletableFuture.completedStage(Optional.empty());
            }
            int first = whole.job().size().chunks();
            return context.control().then(context.jobStore().jobs().save(whole.joined(part), part.id()), nothing -> {
                whole.grow(part);
                return CompletableFuture.completedStage(
                        Optional.of(new Created(whole.job(), first, part.size().chunks())));
            });
        });
        return context.control().settle(joined, (created, failure) -> {
            whole.endToGrow();
            whole.touch();
            CompletionStage<Void> over = board.finishIfDone(whole);
            return failure == null ? over.thenApply(nothing -> created) : CompletableFuture.failedStage(failure);
        });
    }
}
