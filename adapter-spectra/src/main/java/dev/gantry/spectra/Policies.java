package dev.gantry.spectra;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Stores.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Every store appears as a data policy of its name, with an id made from that name. */
final class Policies {

    private Policies() {}

    static UUID id(StoreId store) {
        return UUID.nameUUIDFromBytes(("data_policy/" + store).getBytes(StandardCharsets.UTF_8));
    }

    /** The store behind a policy's UUID or name; else 404. */
    static CompletionStage<Store> find(Gateway gateway, String idOrName) {
        return gateway.stores()
                .list()
                .thenApply(stores -> search(stores, idOrName)
                        .orElseThrow(() -> WireException.notFound("there is no data policy " + idOrName)));
    }

    static Optional<Store> search(List<Store> stores, String idOrName) {
        return stores.stream()
                .filter(store -> store.id().value().equals(idOrName)
                        || id(store.id()).toString().equalsIgnoreCase(idOrName))
                .findFirst();
    }
}
