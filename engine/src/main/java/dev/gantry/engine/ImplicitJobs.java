package dev.gantry.engine;

import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.User;
import dev.gantry.ports.api.Blobs.Address;
import dev.gantry.ports.spi.ChunkAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the job of data requests that name none, among those that let themselves be found. Belongs to the control thread. */
final class ImplicitJobs {

    private final EngineContext context;
    private final JobBoard board;
    private final BlobLocator locator;

    ImplicitJobs(EngineContext context, JobBoard board, BlobLocator locator) {
        this.context = context;
        this.board = board;
        this.locator = locator;
    }

    /** The user's running job of that kind that has the blob, if there is one. */
    CompletionStage<Optional<JobId>> find(User user, JobKind kind, Address address) {
        if (!isAnyFound(user, kind)) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return context.control().then(context.jobStore().names().holding(List.of(address.key())), holders -> {
            List<ActiveJob> candidates = holders.get(0).stream()
                    .map(ChunkAddress::job)
                    .distinct()
                    .flatMap(id -> board.find(id).stream())
                    .filter(job -> letsItselfBeFound(job, user, kind))
                    .toList();
            return first(candidates, address);
        });
    }

    private boolean isAnyFound(User user, JobKind kind) {
        for (ActiveJob job : board.all()) {
            if (letsItselfBeFound(job, user, kind)) {
                return true;
            }
        }
        return false;
    }

    private static boolean letsItselfBeFound(ActiveJob running, User user, JobKind kind) {
        return !running.hasEnded()
                && running.job().kind() == kind
                && running.job().has(JobOption.IMPLICIT_RESOLUTION)
                && user.reaches(running.job().owner().id());
    }

    private CompletionStage<Optional<JobId>> first(List<ActiveJob> candidates, Address address) {
        if (candidates.isEmpty()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        ActiveJob candidate = candidates.get(0);
        CompletionStage<BlobLocator.Place> found = context.control()
                .then(CompletableFuture.completedStage(null), nothing -> locator.find(candidate, address));
        return context.control()
                .settle(
                        found,
                        (place, missing) -> missing == null
                                ? CompletableFuture.completedStage(Optional.of(candidate.id()))
                                : first(candidates.subList(1, candidates.size()), address));
    }
}
