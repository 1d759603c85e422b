package dev.gantry.ports.spi;

import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.VersionToken;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The records of objects whose store cannot keep them. Losing it loses checksums and ids that came from elsewhere, and
 * nothing else.
 */
public interface Catalogue {

    /** The most states one {@link #find} takes. */
    int MAX_FIND = 1000;

    /** For each state, in order, the record saved of exactly that state; empty where there is none or one of another. */
    CompletionStage<List<Optional<ObjectRecord>>> find(StoreId store, List<State> states);

    /** Keeps the record of a state, in place of what was kept of that object before, in whatever state. */
    CompletionStage<Void> save(StoreId store, State state, ObjectRecord record);

    /** Drops what is kept of the objects, in whatever state. Repeatable. */
    CompletionStage<Void> forget(StoreId store, List<ObjectKey> objects);

    /** One state of one object. */
    record State(ObjectKey key, VersionToken token) {
        public State {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(token, "token");
        }
    }
}
