package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.domain.Transition;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Problem;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Jobs as one user sees them. */
final class JobService implements Jobs {

    /** How long an answer may wait for evidence that is about to come, so that it can tell the end: an acknowledgement that
     * the peer delays, and two commits of a busy disk. */
    private static final Duration GRACE = Duration.ofMillis(400);

    private static final String RESERVED =
            "CRITICAL and BACKGROUND are the node's own priorities; ask for URGENT, HIGH, NORMAL or LOW";

    private final EngineContext context;
    private final JobBoard board;
    private final JobPlanner planner;
    private final JobQuota quota;
    private final FailedCreations failures;
    private final User user;
    private final boolean ofNode;

    /** {@code ofNode}: whether jobs may have the priorities that no client may ask for. */
    JobService(
            EngineContext context,
            JobBoard board,
            JobPlanner planner,
            JobQuota quota,
            FailedCreations failures,
            User user,
            boolean ofNode) {
        this.context = context;
        this.board = board;
        this.planner = planner;
        this.quota = quota;
        this.failures = failures;
        this.user = user;
        this.ofNode = ofNode;
    }

    @Override
    public CompletionStage<Created> create(JobRequest request, Iterator<AskedObject> objects) {
        if (!ofNode && request.priority().filter(p -> !p.requestable()).isPresent()) {
            return Failures.failed(Problem.INVALID, RESERVED);
        }
        CompletionStage<Created> made = Failures.translated(
                quota.within(user, () -> planner.create(user, request, objects)), Problem.NO_SUCH_BUCKET);
        return request.kind() == JobKind.PUT
                ? made
                : made.whenComplete((job, failure) -> failures.note(user, Failures.unwrap(failure)));
    }

    @Override
    public CompletionStage<Job> get(JobId id) {
        return Failures.translated(
                context.control().call(() -> {
                    CompletableFuture<Void> patience = new CompletableFuture<>();
                    Runnable callOff = context.environment().after(GRACE, () -> patience.complete(null));
                    return context.control().then(whenSettled(id, patience), nothing -> {
                        callOff.run();
                        return board.require(user, id);
                    });
                }),
                Problem.NO_SUCH_JOB);
    }

    /** Completes when the job ended, when nothing of it is about to be settled, or when patience is over. */
    private CompletionStage<Void> whenSettled(JobId id, CompletableFuture<Void> patience) {
        boolean aboutToEnd = board.find(id)
                .filter(job -> !job.hasEnded() && job.work().isReading() && job.isUnsettled())
                .filter(ActiveJob::everythingIsTaken)
                .isPresent();
        if (!aboutToEnd || patience.isDone()) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> next = CompletableFuture.anyOf(
                        board.find(id).orElseThrow().nextChange().toCompletableFuture(), patience)
                .thenApply(any -> null);
        return context.control().then(next, nothing -> whenSettled(id, patience));
    }

    @Override
    public CompletionStage<Page<Job>> list(JobFilter filter, PageRequest page) {
        return Failures.translated(
                context.control().then(context.jobStore().jobs().list(filter.visibleTo(user), page), stored -> {
                    List<Job> current = stored.items().stream()
                            .map(job -> board.find(job.id()).map(ActiveJob::job).orElse(job))
                            .toList();
                    return CompletableFuture.completedStage(new Page<>(current, stored.left(), stored.total()));
                }),
                Problem.INVALID);
    }

    @Override
    public CompletionStage<Job> modify(JobId id, JobChange change) {
        return Failures.translated(
                context.control()
                        .call(() -> context.control().then(board.require(user, id), job -> {
                            ActiveJob running =
                                    board.find(id).filter(j -> !j.hasEnded()).orElseThrow(() -> ended(job));
                            running.touch();
                            return change.isEmpty() ? heartbeat(running) : apply(running, change);
                        })),
                Problem.NO_SUCH_JOB);
    }

    private static CompletionStage<Job> heartbeat(ActiveJob running) {
        running.marks().forgetListings();
        return CompletableFuture.completedStage(running.job());
    }

    private CompletionStage<Job> apply(ActiveJob running, JobChange change) {
        return running.row().next(() -> {
            Transition transition = running.job().modify(change);
            if (transition instanceof Transition.Refused refused) {
                throw refused(running.job(), refused);
            }
            Job changed = ((Transition.Moved) transition).job();
            return context.control().then(context.jobStore().jobs().save(changed), nothing -> {
                running.replaceJob(changed.with(running.job().progress()));
                running.grants().offer();
                return CompletableFuture.completedStage(running.job());
            });
        });
    }

    private static ApiException refused(Job job, Transition.Refused refused) {
        return switch (refused.refusal()) {
            case ENDED, WORK_LEFT -> ended(job);
            case PRIORITY_RESERVED -> new ApiException(Problem.INVALID, RESERVED);
        };
    }

    private static ApiException ended(Job job) {
        return new ApiException(Problem.GONE, "job " + job.id() + " is " + job.status() + " and cannot change");
    }

    @Override
    public CompletionStage<Job> cancel(JobId id, String reason) {
        return Failures.translated(
                context.control()
                        .call(() -> context.control()
                                .then(
                                        board.require(user, id),
                                        job -> board.find(id)
                                                .map(running -> board.cancel(permitted(running), reason))
                                                .orElseGet(() -> CompletableFuture.completedStage(job)))),
                Problem.NO_SUCH_JOB);
    }

    /** The job, unless it is protected from being ended by somebody's wish. */
    static ActiveJob permitted(ActiveJob running) {
        if (running.job().has(JobOption.PROTECTED)) {
            throw new ApiException(
                    Problem.FORBIDDEN, "job " + running.id() + " is protected; modify it with protected=false first");
        }
        return running;
    }
}
