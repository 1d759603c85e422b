package dev.gantry.durastore;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.api.Objects.ObjectInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The MD5 of contents that had to be read for it, the last so many of them, while the node runs. Thread-safe. */
final class DigestMemory {

    private static final int MOST = 100_000;

    /** One state of one content. */
    private record State(ObjectKey key, VersionToken token) {}

    private final Map<State, Checksum> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<State, Checksum> eldest) {
            return size() > MOST;
        }
    };

    synchronized void put(ObjectInfo object, Checksum md5) {
        known.put(new State(object.key(), object.token()), md5);
    }

    synchronized Optional<Checksum> find(ObjectInfo object) {
        return Optional.ofNullable(known.get(new State(object.key(), object.token())));
    }
}
