package dev.gantry.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objects' files that were opened a moment ago, so that a request which looks at an object and then reads it opens it
 * once, and one that comes back finds it without waiting for the disk. At most so many are kept; each is believed for a
 * second, and none is once its name was given to another file or removed. Thread-safe.
 */
final class OpenFiles implements AutoCloseable {

    /** How many stay open that nobody reads; well below the 1,024 descriptors that many systems allow. */
    static final int MOST = 256;

    private static final int STRIPES = 256;
    private static final Duration BELIEVED = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final int most;
    private final Map<Path, OpenFile> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final long[] changes = new long[STRIPES];
    private boolean closed;

    OpenFiles(InstantSource clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /** The file, if it is open; no I/O. Whoever takes it releases it. */
    synchronized Optional<OpenFile> find(Path path) {
        OpenFile file = kept.get(path);
        if (file == null || clock.instant().isAfter(file.opened().plus(BELIEVED))) {
            return Optional.empty();
        }
        file.take();
        return Optional.of(file);
    }

    /** The file, opened if need be; empty if there is none. Whoever takes it releases it. */
    Optional<OpenFile> open(Path path) throws IOException {
        Optional<OpenFile> known = find(path);
        if (known.isPresent()) {
            return known;
        }
        Instant now = clock.instant();
        long before = changes(path);
        Optional<OpenFile> opened = ObjectFile.open(path).map(file -> new OpenFile(file, now));
        opened.ifPresent(file -> closeAll(keep(path, file, before)));
        return opened;
    }

    private synchronized long changes(Path path) {
        return changes[stripe(path)];
    }

    private static int stripe(Path path) {
        return Math.floorMod(path.hashCode(), STRIPES);
    }

    /** Gives back those that nobody holds any more. One that was opened while names changed may be of yesterday. */
    private synchronized List<OpenFile> keep(Path path, OpenFile file, long before) {
        if (closed || changes[stripe(path)] != before) {
            return List.of();
        }
        file.take();
        List<OpenFile> dropped = new ArrayList<>();
        dropped.add(kept.put(path, file));
        if (kept.size() > most) {
            var eldest = kept.entrySet().iterator();
            dropped.add(eldest.next().getValue());
            eldest.remove();
        }
        dropped.removeIf(old -> old == null || !old.release());
        return dropped;
    }

    /** The name belongs to another file now, or to none; called once it does. */
    void changed(Path path) {
        OpenFile old;
        synchronized (this) {
            changes[stripe(path)]++;
            old = kept.remove(path);
        }
        if (old != null && old.release()) {
            closeAll(List.of(old));
        }
    }

    private static void closeAll(List<OpenFile> files) {
        files.forEach(OpenFile::close);
    }

    /** Closes what nobody reads, now, and the rest when it is released. Nothing is kept from now on. */
    @Override
    public void close() {
        List<OpenFile> dropped;
        synchronized (this) {
            closed = true;
            dropped = new ArrayList<>(kept.values());
            kept.clear();
        }
        dropped.removeIf(file -> !file.release());
        closeAll(dropped);
    }
}
