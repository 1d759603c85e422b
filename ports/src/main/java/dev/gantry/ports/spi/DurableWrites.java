package dev.gantry.ports.spi;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The one seam that every durable write passes: a job store's commit, a force, a rename, a removal. In production it
 * does what it is asked; tests count the writes, stop the process at one, pretend a full or read-only disk, or forget
 * what was not forced.
 */
public interface DurableWrites {

    /** What kind of durable write it is. */
    enum Kind {
        COMMIT,
        FORCE,
        RENAME,
        REMOVE
    }

    /** A durable write. */
    @FunctionalInterface
    interface Write {
        void perform() throws IOException;
    }

    /** Does what it is asked and nothing else. */
    DurableWrites DIRECT = (kind, path, write) -> write.perform();

    /**
     * Performs {@code write}, or fails in its place.
     *
     * @param path what is committed, forced or removed; of a rename, the new name
     */
    void perform(Kind kind, Path path, Write write) throws IOException;
}
