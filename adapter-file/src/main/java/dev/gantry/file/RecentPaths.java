package dev.gantry.file;

import dev.gantry.domain.ObjectKey;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The paths of objects that were asked for a moment ago, since who looks at one mostly reads it then. Thread-safe. */
final class RecentPaths {

    private static final int MOST = 256;

    private record Known(ObjectKey key, Path path) {}

    private final StoreLayout layout;
    private final AtomicReferenceArray<Known> known = new AtomicReferenceArray<>(MOST);

    RecentPaths(StoreLayout layout) {
        this.layout = layout;
    }

    /** The path of the object's file, whether there is one or not. */
    Path of(ObjectKey key) {
        int place = Math.floorMod(key.hashCode(), MOST);
        Known last = known.get(place);
        if (last == null || !last.key().equals(key)) {
            last = new Known(key, layout.object(key));
            known.set(place, last);
        }
        return last.path();
    }
}
