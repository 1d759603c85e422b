package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Truncation;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.JobEndings;
import dev.gantry.ports.api.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Early ends and the history as one user sees them. */
final class EndingService implements JobEndings {

    private final EngineContext context;
    private final JobBoard board;
    private final JobTruncation truncation;
    private final User user;

    EndingService(EngineContext context, JobBoard board, JobTruncation truncation, User user) {
        this.context = context;
        this.board = board;
        this.truncation = truncation;
        this.user = user;
    }

    @Override
    public CompletionStage<Job> truncate(JobId id) {
        return Failures.translated(
                context.control()
                        .call(() -> context.control()
                                .then(
                                        board.require(user, id),
                                        job -> board.find(id)
                                                .map(running -> truncation.truncate(
                                                        JobService.permitted(running), Truncation.BY_CLIENT))
                                                .orElseGet(() -> CompletableFuture.completedStage(job)))),
                Problem.NO_SUCH_JOB);
    }

    @Override
    public CompletionStage<Void> forget(JobId id) {
        return Failures.translated(
                context.control()
                        .call(() -> context.control().then(board.require(user, id), job -> {
                            if (job.isActive()) {
                                throw new ApiException(Problem.CONFLICT, "job " + id + " is running; cancel it first");
                            }
                            return context.jobStore().jobs().forget(id);
                        })),
                Problem.NO_SUCH_JOB);
    }
}
