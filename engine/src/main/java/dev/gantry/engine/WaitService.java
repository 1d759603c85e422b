package dev.gantry.engine;

import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.User;
import dev.gantry.domain.Wait;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Waits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Why chunks do not move, as one user may know. */
final class WaitService implements Waits {

    private final EngineContext context;
    private final JobBoard board;
    private final FreeSpaceFloor floor;
    private final User user;

    WaitService(EngineContext context, JobBoard board, FreeSpaceFloor floor, User user) {
        this.context = context;
        this.board = board;
        this.floor = floor;
        this.user = user;
    }

    @Override
    public CompletionStage<List<Waiting>> of(JobId id, int from, int max) {
        return Failures.translated(
                context.control()
                        .call(() -> context.control()
                                .then(
                                        board.require(user, id),
                                        job -> board.find(id)
                                                .filter(running -> !running.hasEnded())
                                                .map(running ->
                                                        of(running, Math.max(0, from), Math.max(1, Math.min(max, MAX))))
                                                .orElseGet(() -> CompletableFuture.completedStage(List.of())))),
                Problem.NO_SUCH_JOB);
    }

    private CompletionStage<List<Waiting>> of(ActiveJob job, int from, int max) {
        CompletionStage<Optional<Wait.StoreFull>> shortage = job.job().kind() == JobKind.PUT
                ? floor.shortage(job.store()).exceptionally(unknown -> Optional.empty())
                : CompletableFuture.completedStage(Optional.empty());
        return context.control()
                .then(
                        shortage,
                        full -> CompletableFuture.completedStage(
                                job.hasEnded()
                                        ? List.of()
                                        : new WaitReasons(job, context.environment(), full.map(Wait.class::cast))
                                                .from(from, max)));
    }
}
