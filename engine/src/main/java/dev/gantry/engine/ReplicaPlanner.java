package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobTerms;
import dev.gantry.domain.Permission;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs.Created;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Replication.PlannedChunk;
import dev.gantry.ports.api.Replication.ReplicaRequest;
import dev.gantry.ports.spi.ChunkSummary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes jobs by plans of other servers. One at a time: two that bring the same ids so see each other, and nobody waits for
 * a client, since a plan comes whole. A job that fails on the way leaves nothing.
 */
final class ReplicaPlanner {

    private final EngineContext context;
    private final JobBoard board;
    private final NameGuard guard;
    private final KnownIds known;
    private final Lock one = new ReentrantLock();

    ReplicaPlanner(EngineContext context, JobBoard board, NameGuard guard) {
        this.context = context;
        this.board = board;
        this.guard = guard;
        this.known = new KnownIds(context, board);
    }

    CompletionStage<Created> create(User user, ReplicaRequest request, List<PlannedChunk> chunks) {
        return context.stores()
                .require(user, request.bucket(), Permission.WRITE)
                .thenApplyAsync(
                        located -> {
                            ReplicaPlan plan = new ReplicaPlan(chunks);
                            one.lock();
                            try {
                                return make(user, located, request, plan);
                            } finally {
                                one.unlock();
                            }
                        },
                        context.environment().blocking());
    }

    private Created make(User user, StoreDirectory.Located located, ReplicaRequest request, ReplicaPlan plan) {
        if (!request.priority().requestable()) {
            throw new ApiException(
                    Problem.INVALID, "CRITICAL and BACKGROUND are the node's own priorities; ask for another");
        }
        Optional<Job> same = known.same(user, request, plan);
        if (same.isPresent()) {
            return new Created(same.get(), 0, same.get().size().chunks());
        }
        known.requireNew(plan);
        Job job = job(user, located.store(), request);
        JobPlanner.await(context.jobStore().jobs().begin(job));
        try (NameGuard.Entry entry = guard.enter(job.bucket())) {
            ReplicaPlanning planning = new ReplicaPlanning(context, job, located, plan, entry);
            Job planned = planning.run();
            return entry.admit(planning.names(), () -> JobPlanner.await(activate(planned, located)));
        } catch (RuntimeException e) {
            JobPlanner.await(context.jobStore().jobs().forget(job.id()));
            throw e;
        }
    }

    private Job job(User user, Store store, ReplicaRequest request) {
        return Job.begun(
                request.job(),
                JobKind.PUT,
                store.id(),
                request.bucket(),
                user,
                new JobTerms(request.name(), request.priority(), request.ordering(), Set.of(JobOption.REPLICATED)),
                context.environment().now());
    }

    /** The job begins with the evidence that was recorded while it was made. */
    private CompletionStage<Created> activate(Job job, StoreDirectory.Located located) {
        CompletionStage<List<ChunkSummary>> saved = context.jobStore()
                .jobs()
                .save(job)
                .thenCompose(nothing -> context.jobStore().chunks().summaries(job.id()));
        return context.control().then(saved, summaries -> {
            ActiveJob running = board.add(job, located.store(), located.bucket().replace());
            running.restore(summaries);
            running.touch();
            return board.finishIfDone(running)
                    .thenApply(over -> new Created(running.job(), 0, job.size().chunks()));
        });
    }
}
