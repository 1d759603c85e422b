package dev.gantry.durastore;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Stores.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Finds stores by their storeID. Which stores a node has is fixed at its start, so they are asked for once. A storeID
 * that is unknown is refused: DuraStore would quietly take the primary store where tasks are concerned.
 */
final class StoreNames {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    /** Behind every number that a store may have as its name. */
    private static final long FIRST = 1_000_000_000;

    private volatile List<Store> known = List.of();

    /** The store of that id, or the primary one; 404 if there is none. */
    CompletionStage<Store> find(Gateway gateway, Optional<String> id) {
        return all(gateway)
                .thenApply(stores -> stores.stream()
                        .filter(store -> id.map(text -> isNamed(store, text)).orElse(store.primary()))
                        .findFirst()
                        .orElseThrow(() -> new Refusal(404, "No store exists with ID " + id.orElse(""))));
    }

    private static boolean isNamed(Store store, String id) {
        return id.equals(number(store.id())) || id.equals(store.id().value());
    }

    /**
     * The storeID that answers give: clients take it for a number. The same for ever, whatever else is configured, since a
     * number that came to mean another store would send a script's requests there.
     */
    static String number(StoreId id) {
        if (NUMBER.matcher(id.value()).matches()) {
            return id.value();
        }
        CRC32 crc = new CRC32();
        crc.update(id.value().getBytes(StandardCharsets.UTF_8));
        return Long.toString(FIRST + crc.getValue() % (Integer.MAX_VALUE - FIRST));
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
