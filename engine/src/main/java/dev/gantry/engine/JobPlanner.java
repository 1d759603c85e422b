package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobTerms;
import dev.gantry.domain.Permission;
import dev.gantry.domain.Priority;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.Created;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Problem;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Makes jobs: pulls the asked objects on a thread that may block, plans them chunk by chunk into the job store, and makes
 * the job visible when all is there. A job that fails on the way leaves nothing.
 */
final class JobPlanner {

    private final EngineContext context;
    private final JobBoard board;
    private final NameGuard guard;
    private final Aggregation aggregation;

    JobPlanner(EngineContext context, JobBoard board, NameGuard guard) {
        this.context = context;
        this.board = board;
        this.guard = guard;
        this.aggregation = new Aggregation(context, board);
    }

    CompletionStage<Created> create(User user, JobRequest request, Iterator<AskedObject> objects) {
        return context.stores()
                .require(user, request.bucket(), Permission.of(request.kind()))
                .thenComposeAsync(
                        located -> {
                            Job job = draft(user, request, located.store());
                            return plan(job, located, request, objects);
                        },
                        context.environment().blocking());
    }

    private Job draft(User user, JobRequest request, Store store) {
        JobKind kind = request.kind();
        Priority priority = request.priority().orElse(kind.defaultPriority());
        return Job.begun(
                new JobId(context.environment().newId()),
                kind,
                store.id(),
                request.bucket(),
                user,
                new JobTerms(request.name(), priority, request.ordering(), request.options()),
                context.environment().now());
    }

    private CompletionStage<Created> plan(
            Job job, StoreDirectory.Located located, JobRequest request, Iterator<AskedObject> objects) {
        await(context.jobStore().jobs().begin(job));
        try (NameGuard.Entry entry = guard.enter(job.bucket())) {
            Planning planning = planning(job, located, request, entry);
            Job planned = planning.run(objects);
            Supplier<Created> activate = () ->
                    aggregation.join(planned, planning.names()).orElseGet(() -> await(activate(planned, located)));
            Created active = job.kind() == JobKind.PUT ? entry.admit(planning.names(), activate) : activate.get();
            return CompletableFuture.completedStage(active);
        } catch (RuntimeException e) {
            return forget(job, e);
        }
    }

    private Planning planning(Job job, StoreDirectory.Located located, JobRequest request, NameGuard.Entry entry) {
        PlanSpool spool = new PlanSpool(job, context.jobStore().chunks());
        return job.kind() == JobKind.PUT
                ? new WritePlanning(context, job, located, request, entry, spool)
                : new ReadPlanning(context, job, located, spool);
    }

    private CompletionStage<Created> activate(Job job, StoreDirectory.Located located) {
        return context.control().then(context.jobStore().jobs().save(job), nothing -> {
            ActiveJob running = board.add(job, located.store(), located.bucket().replace());
            running.touch();
            if (context.stores().access().forbids(job, located.bucket())) {
                return context.control().then(board.cancel(running, AccessBook.TAKEN_AWAY), over -> {
                    throw new ApiException(Problem.FORBIDDEN, AccessBook.TAKEN_AWAY);
                });
            }
            return context.control().then(running.beginStaging(), begun -> {
                if (!running.work().isClients()) {
                    running.grants().offer();
                }
                return board.finishIfDone(running)
                        .thenApply(
                                over -> new Created(running.job(), 0, job.size().chunks()));
            });
        });
    }

    private CompletionStage<Created> forget(Job job, RuntimeException failure) {
        return context.jobStore().jobs().forget(job.id()).handle((nothing, ignored) -> {
            throw failure;
        });
    }

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
