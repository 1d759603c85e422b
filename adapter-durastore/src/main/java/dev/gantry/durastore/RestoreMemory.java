package dev.gantry.durastore;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When this node asked for which contents, since a DuraStore does not tell. What is forgotten is asked for again, and
 * refused there as being under way. Thread-safe.
 */
final class RestoreMemory {

    private static final int MOST = 100_000;

    private final Map<RemoteStaging.State, Instant> since = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RemoteStaging.State, Instant> eldest) {
            return size() > MOST;
        }
    };

    synchronized void put(RemoteStaging.State state, Instant now) {
        since.put(state, now);
    }

    /** When it was asked for, if that was not before {@code earliest}. */
    synchronized Optional<Instant> since(RemoteStaging.State state, Instant earliest) {
        return Optional.ofNullable(since.get(state)).filter(instant -> !instant.isBefore(earliest));
    }
}
