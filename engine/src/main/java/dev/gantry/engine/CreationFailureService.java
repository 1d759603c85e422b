package dev.gantry.engine;

import dev.gantry.domain.User;
import dev.gantry.ports.api.CreationFailures;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Failed creations as one user sees them. */
record CreationFailureService(FailedCreations failures, User user) implements CreationFailures {

    @Override
    public CompletionStage<List<CreationFailure>> list() {
        return CompletableFuture.completedStage(failures.of(user));
    }

    @Override
    public CompletionStage<Boolean> forget(UUID failure) {
        return CompletableFuture.completedStage(failures.forget(user, failure));
    }

    @Override
    public CompletionStage<Void> forgetAll() {
        failures.forgetAll(user);
        return CompletableFuture.completedStage(null);
    }
}
