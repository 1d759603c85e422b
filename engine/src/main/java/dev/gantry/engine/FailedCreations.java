package dev.gantry.engine;

import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.CreationFailures;
import dev.gantry.ports.api.CreationFailures.CreationFailure;
import dev.gantry.ports.api.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The creations of jobs that failed for their data, newest first; a bounded number. Thread-safe. */
final class FailedCreations {

    /** What says that data is missing or cannot be reached, and not that the request is wrong. */
    private static final Set<Problem> DATA = EnumSet.of(Problem.NO_SUCH_OBJECT, Problem.CONFLICT, Problem.UNAVAILABLE);

    private record Failed(UserId user, CreationFailure failure) {}

    private final Environment environment;
    private final Deque<Failed> kept = new ArrayDeque<>();

    FailedCreations(Environment environment) {
        this.environment = environment;
    }

    /** Keeps the failure if the job's data is to blame. */
    synchronized void note(User user, Throwable failure) {
        if (failure instanceof ApiException refusal && DATA.contains(refusal.problem())) {
            String message = String.valueOf(refusal.getMessage());
            kept.addFirst(new Failed(
                    user.id(),
                    new CreationFailure(
                            environment.newId(), environment.now(), message, user.name(), refusal.media())));
            if (kept.size() > CreationFailures.MAX_KEPT) {
                kept.removeLast();
            }
        }
    }

    synchronized List<CreationFailure> of(User user) {
        return kept.stream()
                .filter(failed -> user.reaches(failed.user()))
                .map(Failed::failure)
                .toList();
    }

    synchronized boolean forget(User user, UUID id) {
        return kept.removeIf(
                failed -> user.reaches(failed.user()) && failed.failure().id().equals(id));
    }

    synchronized void forgetAll(User user) {
        kept.removeIf(failed -> user.reaches(failed.user()));
    }
}
