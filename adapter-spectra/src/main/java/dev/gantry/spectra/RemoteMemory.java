package dev.gantry.spectra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers what was learned last, and forgets what was not asked for longest. Thread-safe. */
final class RemoteMemory<K, V> {

    private final Map<K, V> values;

    /** Remembers at most {@code limit} values. */
    RemoteMemory(int limit) {
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > limit;
            }
        };
    }

    synchronized Optional<V> find(K key) {
        return Optional.ofNullable(values.get(key));
    }

    synchronized void keep(K key, V value) {
        values.put(key, value);
    }

    synchronized void forget(K key) {
        values.remove(key);
    }

    synchronized List<V> all() {
        return List.copyOf(values.values());
    }
}
