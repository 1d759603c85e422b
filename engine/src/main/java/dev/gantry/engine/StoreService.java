package dev.gantry.engine;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The configured stores. */
final class StoreService implements Stores {

    private final StoreDirectory directory;

    StoreService(StoreDirectory directory) {
        this.directory = directory;
    }

    @Override
    public CompletionStage<List<Store>> list() {
        CompletionStage<List<Store>> all = CompletableFuture.completedStage(new ArrayList<>());
        for (dev.gantry.engine.Store store : directory.all()) {
            boolean primary = store == directory.primary();
            CompletionStage<Long> free = store.freeBytes().exceptionally(unknown -> -1L);
            all = all.thenCombine(free, (found, bytes) -> {
                found.add(new Store(store.id(), primary, bytes, store.versioning()));
                return found;
            });
        }
        return all;
    }

    @Override
    public CompletionStage<Void> check(StoreId id) {
        return Failures.translated(
                CompletableFuture.completedStage(id)
                        .thenCompose(known -> directory.get(known).provider().check()),
                Problem.UNAVAILABLE);
    }
}
