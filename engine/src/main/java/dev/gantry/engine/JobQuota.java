package dev.gantry.engine;

import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs.Created;
import dev.gantry.ports.api.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** How many jobs of one user there may be at a time, running or being made. Belongs to the control thread. */
final class JobQuota {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(60);

    private final EngineContext context;
    private final JobBoard board;
    private final Map<UserId, Integer> inCreation = new HashMap<>();

    JobQuota(EngineContext context, JobBoard board) {
        this.context = context;
        this.board = board;
    }

    /** Makes a job by {@code creation} if the user may have one more; UNAVAILABLE else. */
    CompletionStage<Created> within(User user, Supplier<CompletionStage<Created>> creation) {
        return context.control().call(() -> {
            admit(user);
            inCreation.merge(user.id(), 1, Integer::sum);
            return context.control().settle(made(creation), (created, failure) -> {
                inCreation.computeIfPresent(user.id(), (id, count) -> count == 1 ? null : count - 1);
                return failure == null
                        ? CompletableFuture.completedStage(created)
                        : CompletableFuture.failedStage(failure);
            });
        });
    }

    private static CompletionStage<Created> made(Supplier<CompletionStage<Created>> creation) {
        try {
            return creation.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private void admit(User user) {
        int most = context.settings().maxJobs();
        long jobs = board.all().stream()
                        .filter(job -> job.job().owner().id().equals(user.id()))
                        .count()
                + inCreation.getOrDefault(user.id(), 0);
        if (jobs >= most) {
            throw new ApiException(
                    Problem.UNAVAILABLE,
                    user.name() + " has " + jobs + " jobs, the most a user may have at a time; end some of them, or"
                            + " raise engine.max-jobs",
                    RETRY_AFTER,
                    null);
        }
    }
}
