package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Transition;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The running jobs, and how they end. Belongs to the control thread. */
final class JobBoard {

    private final EngineContext context;
    private final Map<JobId, ActiveJob> active = new HashMap<>();
    private final Map<JobId, CompletionStage<Job>> endings = new HashMap<>();
    private final Map<StoreId, StagingDesk> desks = new HashMap<>();
    private final Map<JobKind, JobWork> works = new EnumMap<>(JobKind.class);

    JobBoard(EngineContext context, BlobCheck check) {
        this.context = context;
        works.put(JobKind.PUT, ClientWork.PUT);
        works.put(JobKind.GET, ClientWork.GET);
        works.put(JobKind.VERIFY, new VerifyWork(context, this, check));
        works.put(JobKind.STAGE, new StageWork(context, this));
    }

    /** Takes a job in that is durable. */
    ActiveJob add(Job job, Store store, boolean replace) {
        ActiveJob running = new ActiveJob(job, store, replace, works.get(job.kind()), context);
        active.put(job.id(), running);
        store.staging()
                .filter(staging -> mayAsk(job, staging))
                .ifPresent(staging -> running.stage(desk(store, staging).add(running, this::finishIfDone)));
        return running;
    }

    /** What is charged for is asked for only by jobs that somebody made for the bytes who may spend. */
    private static boolean mayAsk(Job job, StoreStaging staging) {
        return switch (job.kind()) {
            case PUT -> false;
            case VERIFY -> !staging.offer().charged();
            case GET, STAGE -> !staging.offer().charged() || job.owner().role() == Role.ROOT;
        };
    }

    private StagingDesk desk(Store store, StoreStaging staging) {
        return desks.computeIfAbsent(
                store.id(), id -> new StagingDesk(id, staging, context.control(), context.environment()));
    }

    /** Media of a store were taken out or put back: what its jobs wait for may be another thing now. */
    void mediaMoved(Store store) {
        Optional.ofNullable(desks.get(store.id())).ifPresent(StagingDesk::lookAtAll);
    }

    Optional<ActiveJob> find(JobId job) {
        return Optional.ofNullable(active.get(job));
    }

    Collection<ActiveJob> all() {
        return List.copyOf(active.values());
    }

    /** The job as it is now, running or ended, if the user may see it. Waits for an end that is being written. */
    CompletionStage<Job> require(User user, JobId id) {
        Optional<ActiveJob> running = find(id);
        if (running.isPresent()) {
            permit(user, running.get().job());
            return endings.containsKey(id)
                    ? endings.get(id)
                    : CompletableFuture.completedStage(running.get().job());
        }
        return context.control().then(context.jobStore().jobs().find(id), found -> {
            Job job = found.orElseThrow(() -> new ApiException(Problem.NO_SUCH_JOB, "there is no job " + id));
            permit(user, job);
            return CompletableFuture.completedStage(job);
        });
    }

    static void permit(User user, Job job) {
        if (!user.reaches(job.owner().id())) {
            throw new ApiException(Problem.FORBIDDEN, "job " + job.id() + " belongs to another user");
        }
    }

    /** Writes that the job is over, if nothing is left to do; completes when that is durable. */
    CompletionStage<Void> finishIfDone(ActiveJob running) {
        if (running.hasEnded() || running.isGrowing() || !running.nothingLeft()) {
            CompletionStage<Job> ending = endings.get(running.id());
            return ending == null ? CompletableFuture.completedStage(null) : ending.thenApply(job -> null);
        }
        return finish(running).thenApply(job -> null);
    }

    /** Writes that a job is over of which nothing is left. */
    CompletionStage<Job> finish(ActiveJob running) {
        return end(running, "job " + running.id() + " is over", this::finished);
    }

    private Transition finished(ActiveJob running) {
        JobObjects objects = running.objects();
        return running.job().finish(context.environment().now(), objects.failedCount(), objects.failure());
    }

    /** Cancels a running job; an ending that is being written already goes first. */
    CompletionStage<Job> cancel(ActiveJob running, String reason) {
        return end(
                running,
                "job " + running.id() + " was canceled: " + reason,
                job -> job.job().cancel(context.environment().now(), reason));
    }

    /** Cancels a running job whose client was silent for too long. */
    CompletionStage<Job> timeOut(ActiveJob running, String reason) {
        return end(
                running,
                "job " + running.id() + " was canceled: " + reason,
                job -> job.job().timeOut(context.environment().now(), reason));
    }

    private CompletionStage<Job> end(ActiveJob running, String message, Function<ActiveJob, Transition> how) {
        CompletionStage<Job> earlier = endings.get(running.id());
        if (earlier != null) {
            return earlier;
        }
        running.end(new ApiException(Problem.GONE, message));
        CompletionStage<Job> ending = running.row().next(() -> write(running, how.apply(running)));
        endings.put(running.id(), ending);
        return ending;
    }

    private CompletionStage<Job> write(ActiveJob running, Transition transition) {
        if (!(transition instanceof Transition.Moved moved)) {
            endings.remove(running.id());
            running.resume();
            return CompletableFuture.completedStage(running.job());
        }
        return context.control().settle(context.jobStore().jobs().save(moved.job()), (done, failure) -> {
            endings.remove(running.id());
            if (failure != null) {
                running.resume();
                return CompletableFuture.<Job>failedStage(failure);
            }
            running.replaceJob(moved.job());
            running.discard();
            active.remove(running.id());
            running.announce();
            return CompletableFuture.completedStage(moved.job());
        });
    }
}
