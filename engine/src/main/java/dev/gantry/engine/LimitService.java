package dev.gantry.engine;

import dev.gantry.domain.Limit;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Limits;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.LimitTable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Limits as one user may see and change them. */
final class LimitService implements Limits {

    private final EngineContext context;
    private final LimitTable table;
    private final JobRow changes;
    private final User user;

    /** {@code changes} is one for all users: makes one change after the other. */
    LimitService(EngineContext context, LimitTable table, JobRow changes, User user) {
        this.context = context;
        this.table = table;
        this.changes = changes;
        this.user = user;
    }

    @Override
    public CompletionStage<List<Limit>> list() {
        return Failures.translated(
                context.control().call(() -> {
                    requireAdmin();
                    return CompletableFuture.completedStage(context.limits().all().stream()
                            .filter(limit -> !limit.isNone())
                            .toList());
                }),
                Problem.INVALID);
    }

    @Override
    public CompletionStage<Limit> set(Limit limit) {
        return Failures.translated(
                context.control().call(() -> {
                    requireAdmin();
                    if (limit.scope() == Limit.Scope.STORE) {
                        context.stores().get(new StoreId(limit.name()));
                    }
                    return changes.next(() -> change(limit));
                }),
                Problem.INVALID);
    }

    private CompletionStage<Limit> change(Limit limit) {
        List<Limit> changed = context.limits().with(limit);
        CompletionStage<Void> saved = CompletableFuture.supplyAsync(
                        () -> table.save(changed), context.environment().blocking())
                .thenCompose(Function.identity());
        return context.control().then(saved, nothing -> {
            context.limits().replace(changed);
            return CompletableFuture.completedStage(limit);
        });
    }

    private void requireAdmin() {
        if (user.role() == Role.USER) {
            throw new ApiException(Problem.FORBIDDEN, "limits are for ADMIN and ROOT to see and change");
        }
    }
}
