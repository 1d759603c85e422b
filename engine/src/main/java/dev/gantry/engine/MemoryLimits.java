package dev.gantry.engine;

import dev.gantry.domain.Limit;
import dev.gantry.ports.spi.LimitTable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Limits that end with the process. */
final class MemoryLimits implements LimitTable {

    @Override
    public CompletionStage<List<Limit>> load() {
        return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<Void> save(List<Limit> limits) {
        return CompletableFuture.completedStage(null);
    }
}
