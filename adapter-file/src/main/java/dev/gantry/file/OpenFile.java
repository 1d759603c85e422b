package dev.gantry.file;

import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** An object's open file that several readers share: it closes when the last of them is done. Thread-safe. */
final class OpenFile {

    /** The longest trailer whose content stays in memory, in bytes: that of an object of many blobs has megabytes. */
    private static final int MOST_REMEMBERED = 4 << 10;

    private final ObjectFile file;
    private final Instant opened;
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile StoredObject description;

    /** Held once, by whoever opened it. */
    OpenFile(ObjectFile file, Instant opened) {
        this.file = file;
        this.opened = opened;
    }

    ObjectFile file() {
        return file;
    }

    Instant opened() {
        return opened;
    }

    /** What the file says of the object, if it was asked before; no I/O. */
    Optional<StoredObject> description() {
        return Optional.ofNullable(description);
    }

    StoredObject describe(ObjectKey key) throws IOException {
        StoredObject known = description;
        if (known != null) {
            return known;
        }
        StoredObject read = file.describe(key);
        if (file.trailerLength() <= MOST_REMEMBERED) {
            description = read;
        }
        return read;
    }

    /** One more holder. Only while somebody holds it. */
    void take() {
        holders.incrementAndGet();
    }

    /** One holder less; whether that was the last one, who closes it then. */
    boolean release() {
        return holders.decrementAndGet() == 0;
    }

    @SuppressWarnings("EmptyCatch") // of a channel that was only read there is nothing to lose
    void close() {
        try {
            file.close();
        } catch (IOException e) {
            // see above
        }
    }
}
