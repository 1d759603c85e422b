package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Transition;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The running jobs, and how they end. Belongs to the control thread. */
final class JobBoard {

    private final EngineContext context;
    private final Map<JobId, ActiveJob> active = new HashMap<>();
    private final Map<JobId, CompletionStage<Job>> endings = new HashMap<>();

    JobBoard(EngineContext context) {
        this.context = context;
    }

    /** Takes a job in that is durable. */
    ActiveJob add(Job job, Store store, boolean replace) {
        ActiveJob running = new ActiveJob(job, store, replace, context);
        active.put(job.id(), running);
        return running;
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
        if (running.hasEnded() || !running.nothingLeft()) {
            CompletionStage<Job> ending = endings.get(running.id());
            return ending == null ? CompletableFuture.completedStage(null) : ending.thenApply(job -> null);
        }
        Transition transition = running.job().finish(context.environment().now(), running.failedObjectCount());
        return end(running, transition, "job " + running.id() + " is over").thenApply(job -> null);
    }

    /** Cancels a running job; an ending that is being written already goes first. */
    CompletionStage<Job> cancel(ActiveJob running, String reason) {
        CompletionStage<Job> ending = endings.get(running.id());
        if (ending != null) {
            return ending;
        }
        Transition transition = running.job().cancel(context.environment().now(), reason);
        return end(running, transition, "job " + running.id() + " was canceled: " + reason);
    }

    private CompletionStage<Job> end(ActiveJob running, Transition transition, String message) {
        if (!(transition instanceof Transition.Moved moved)) {
            return CompletableFuture.completedStage(running.job());
        }
        Job over = moved.job();
        running.end(new ApiException(Problem.GONE, message));
        CompletionStage<Job> saved = context.control()
                .settle(context.jobStore().jobs().save(over), (done, failure) -> {
                    endings.remove(running.id());
                    if (failure != null) {
                        running.resume();
                        return CompletableFuture.<Job>failedStage(failure);
                    }
                    running.replaceJob(over);
                    running.discard();
                    active.remove(running.id());
                    running.announce();
                    return CompletableFuture.completedStage(over);
                });
        endings.put(running.id(), saved);
        return saved;
    }
}
