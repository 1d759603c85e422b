package dev.gantry.engine;

import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.Catalogue;
import dev.gantry.ports.spi.ObjectRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Records of objects in memory. */
final class MemoryCatalogue implements Catalogue {

    private record Place(StoreId store, ObjectKey key) {}

    private record Kept(State state, ObjectRecord record) {}

    private final Map<Place, Kept> records = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<List<Optional<ObjectRecord>>> find(StoreId store, List<State> states) {
        return CompletableFuture.completedStage(states.stream()
                .map(state -> Optional.ofNullable(records.get(new Place(store, state.key())))
                        .filter(kept -> kept.state().equals(state))
                        .map(Kept::record))
                .toList());
    }

    @Override
    public CompletionStage<Void> save(StoreId store, State state, ObjectRecord record) {
        records.put(new Place(store, state.key()), new Kept(state, record));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> forget(StoreId store, List<ObjectKey> objects) {
        objects.forEach(key -> records.remove(new Place(store, key)));
        return CompletableFuture.completedStage(null);
    }
}
