package dev.gantry.durastore;

import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Stores.Store;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds stores by their storeID. Which stores a node has is fixed at its start, so they are asked for once. A storeID
 * that is unknown is refused: DuraStore would quietly take the primary store where tasks are concerned.
 */
final class StoreNames {

    private volatile List<Store> known = List.of();

    /** The store of that id, or the primary one; 404 if there is none. */
    CompletionStage<Store> find(Gateway gateway, Optional<String> id) {
        return all(gateway)
                .thenApply(stores -> stores.stream()
                        .filter(store -> id.map(store.id().value()::equals).orElse(store.primary()))
                        .findFirst()
                        .orElseThrow(() -> new Refusal(404, "No store exists with ID " + id.orElse(""))));
    }

    CompletionStage<List<Store>> all(Gateway gateway) {
        List<Store> stores = known;
        return stores.isEmpty()
                ? gateway.stores().list().thenApply(this::keep)
                : CompletableFuture.completedStage(stores);
    }

    private List<Store> keep(List<Store> stores) {
        known = List.copyOf(stores);
        return stores;
    }
}
