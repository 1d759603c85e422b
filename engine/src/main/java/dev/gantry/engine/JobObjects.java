package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The objects of a running job: those being put together, and those that failed. Belongs to the control thread. */
final class JobObjects {

    /** A job's end names so many of the objects that failed; the others are counted. */
    private static final int MAX_NAMED = 10;

    private final Store store;
    private final ObjectDirectory directory;
    private final boolean replace;
    private final Map<ObjectId, ObjectAssembly> assemblies = new HashMap<>();
    private final Set<ObjectId> failed = new HashSet<>();
    private final Map<ObjectId, String> failures = new LinkedHashMap<>();

    JobObjects(Store store, ObjectDirectory directory, boolean replace) {
        this.store = store;
        this.directory = directory;
        this.replace = replace;
    }

    ObjectAssembly assembly(ObjectKey key, Blob blob) {
        return assemblies.computeIfAbsent(
                blob.object(), id -> new ObjectAssembly(store, directory, key, blob, replace));
    }

    Optional<ObjectAssembly> known(ObjectId object) {
        return Optional.ofNullable(assemblies.get(object));
    }

    /** The object is whole, and needs no putting together any more. */
    void forget(ObjectId object) {
        assemblies.remove(object);
    }

    /** Nothing half-written stays. */
    void discard() {
        assemblies.values().forEach(ObjectAssembly::abort);
        assemblies.clear();
    }

    /** A blob of an object has failed for good. */
    void failed(Blob blob, String reason) {
        failed.add(blob.object());
        if (failures.size() < MAX_NAMED) {
            failures.putIfAbsent(blob.object(), blob.name() + ": " + reason);
        }
    }

    int failedCount() {
        return failed.size();
    }

    /** What failed first, and why: at most {@link #MAX_NAMED} objects, each with its first failure. */
    Optional<String> failure() {
        return failures.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", failures.values()));
    }
}
