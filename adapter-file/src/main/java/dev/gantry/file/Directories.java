package dev.gantry.file;

import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.DurableWrites.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Makes, fills and prunes the directories of a store. Installing holds the lock shared, removing directories holds it
 * alone, so that nothing is installed in a directory that is about to go. Removing a file holds it shared, exchanging one holds it alone.
 */
final class Directories {

    /** How many directories are remembered as durable; forgetting one costs a force. */
    private static final int REMEMBERED = 10_000;

    private final Path root;
    private final DurableWrites writes;
    private final BlockingWork work;
    private final OpenFiles openFiles;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<Path> durable = Collections.synchronizedSet(Collections.newSetFromMap(new Remembered()));
    private final Map<Path, SharedForce> forces = new ConcurrentHashMap<>();

    Directories(Path root, DurableWrites writes, BlockingWork work, OpenFiles openFiles) {
        this.root = root;
        this.writes = writes;
        this.work = work;
        this.openFiles = openFiles;
    }

    /**
     * Gives the whole and forced file {@code staged} its place in one step, in directories that are durable. The caller
     * forces the directory of {@code target} afterwards.
     *
     * @param condition fails if the file must not be installed; holds until it is
     * @throws FileAlreadyExistsException if there is one and {@code replace} is false
     */
    void install(Path staged, Path target, boolean replace, BlockingWork.Action condition) throws IOException {
        lock.readLock().lock();
        try {
            condition.run();
            make(target.getParent());
            if (replace) {
                writes.rename(staged, target);
            } else {
                writes.perform(Kind.RENAME, target, () -> Files.createLink(target, staged));
                writes.remove(staged);
            }
        } finally {
            openFiles.changed(target);
            lock.readLock().unlock();
        }
    }

    /**
     * Gives the whole and forced file {@code staged} the place of the file {@code target} in one step, while {@code
     * condition} holds: nothing is installed or removed meanwhile. The caller forces the directory afterwards.
     */
    void exchange(Path staged, Path target, BlockingWork.Action condition) throws IOException {
        try {
            alone(() -> {
                condition.run();
                writes.rename(staged, target);
                return target;
            });
        } finally {
            openFiles.changed(target);
        }
    }

    void rename(Path from, Path to) throws IOException {
        writes.rename(from, to);
    }

    /** Makes a directory below the root, and those that lead to it, durably. */
    void make(Path directory) throws IOException {
        if (directory.equals(root) || durable.contains(directory)) {
            return;
        }
        make(directory.getParent());
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            requireDirectory(directory, e);
        }
        // also one that was there: whoever made it may have died before forcing it
        forceNow(directory.getParent());
        durable.add(directory);
    }

    private static void requireDirectory(Path directory, FileAlreadyExistsException e) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw e;
        }
    }

    /** Removes a file; says whether it was there. */
    boolean remove(Path file) throws IOException {
        lock.readLock().lock();
        try {
            return writes.remove(file);
        } finally {
            lock.readLock().unlock();
            openFiles.changed(file);
        }
    }

    /** Removes {@code directory} if it is empty, and then those above it below {@code top}. */
    void prune(Path directory, Path top) throws IOException {
        Path at = directory;
        while (!at.equals(top) && isEmpty(at) && removeAlone(at)) {
            at = at.getParent();
        }
    }

    private boolean removeAlone(Path directory) throws IOException {
        return alone(() -> removeDirectory(directory));
    }

    /** Does {@code question} while nothing is being installed. */
    <T> T alone(BlockingWork.Question<T> question) throws IOException {
        lock.writeLock().lock();
        try {
            return question.answer();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Removes an empty directory; false if it holds something. Only while {@link #alone}. */
    boolean removeDirectory(Path directory) throws IOException {
        try {
            durable.remove(directory);
            writes.perform(Kind.REMOVE, directory, () -> Files.deleteIfExists(directory));
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** Forces a directory together with whoever else asks for it. One that is gone has nothing left to force. */
    CompletionStage<Void> force(Path directory) {
        return forces.computeIfAbsent(
                        directory, path -> new SharedForce(work, () -> forceIfThere(path), () -> forces.remove(path)))
                .force();
    }

    private void forceIfThere(Path directory) throws IOException {
        try {
            forceNow(directory);
        } catch (NoSuchFileException e) {
            durable.remove(directory);
        }
    }

    void forceNow(Path directory) throws IOException {
        writes.forceDirectory(directory);
    }

    void forceNow(Path file, FileChannel channel) throws IOException {
        writes.perform(Kind.FORCE, file, () -> channel.force(true));
    }

    private static final class Remembered extends LinkedHashMap<Path, Boolean> {
        private static final long serialVersionUID = 1L;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
