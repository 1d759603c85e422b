package dev.gantry.ports.spi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

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

    /** Forces a directory: what was made, renamed and removed in it is durable on return. */
    default void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            perform(Kind.FORCE, directory, () -> channel.force(true));
        }
    }

    /**
     * Makes a directory and those that lead to it, one after the other; their names are durable on return. So is the name
     * of one that was there, where its parent can be read: whoever made it may have died before that.
     */
    default void makeDirectories(Path directory) throws IOException {
        Path made = directory.toAbsolutePath().normalize();
        Path parent = made.getParent();
        if (parent == null) {
            return;
        }
        if (Files.notExists(made)) {
            makeDirectories(parent);
            Files.createDirectories(made);
        }
        if (Files.isReadable(parent)) {
            forceDirectory(parent);
        }
    }

    /** Gives a file another name in one step, in the place of one that has it; durable once its directory is forced. */
    default void rename(Path from, Path to) throws IOException {
        perform(
                Kind.RENAME,
                to,
                () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    /** Removes a file, and says whether it was there; durable once its directory is forced. */
    default boolean remove(Path file) throws IOException {
        boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (there) {
            perform(Kind.REMOVE, file, () -> Files.deleteIfExists(file));
        }
        return there;
    }
}
