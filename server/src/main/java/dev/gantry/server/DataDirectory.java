package dev.gantry.server;

import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A data directory, held by one process at a time (docs/data-directory.md). The lock file is opened once in a process
 * and never read: closing any descriptor of it would end the lock.
 */
final class DataDirectory implements AutoCloseable {

    /** The layout that this version writes; a directory of a later one is refused. */
    static final int FORMAT = 1;

    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;
    private final UUID node;
    private final DurableWrites disk;

    private DataDirectory(Path path, FileChannel channel, FileLock lock, UUID node, DurableWrites disk) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
        this.node = node;
        this.disk = disk;
    }

    /**
     * Holds the directory, made if it is missing; empty if another holds it.
     *
     * @param command what others are told about the holder
     * @param disk what the directory's own small files are written through
     */
    static Optional<DataDirectory> hold(Path directory, String command, DurableWrites disk) throws IOException {
        try {
            return take(directory, command, disk);
        } catch (IOException e) {
            if (isForbidden(e)) {
                throw forbidden(directory, e);
            }
            throw e;
        }
    }

    /** Java has no type for a read-only disk: the system's own words tell. */
    private static boolean isForbidden(IOException failure) {
        return failure instanceof AccessDeniedException
                || String.valueOf(failure.getMessage()).contains("Read-only file system");
    }

    private static UsageException forbidden(Path directory, IOException cause) {
        return new UsageException(
                "the data directory " + directory + " cannot be written to by the user "
                        + System.getProperty("user.name") + " (" + cause.getMessage()
                        + "); let that user write to it, mount it writable, or name another with --data",
                cause);
    }

    private static Optional<DataDirectory> take(Path directory, String command, DurableWrites disk) throws IOException {
        disk.makeDirectories(directory);
        Path path = directory.toRealPath();
        if (!HELD_HERE.add(path)) {
            return Optional.empty();
        }
        Optional<DataDirectory> held = Optional.empty();
        try {
            held = lock(path, disk);
        } finally {
            if (held.isEmpty()) {
                HELD_HERE.remove(path);
            }
        }
        if (held.isPresent()) {
            held.get().tellHolder(command);
        }
        return held;
    }

    private static Optional<DataDirectory> lock(Path path, DurableWrites disk) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            disk.remove(nodeFile(path));
            return Optional.of(new DataDirectory(path, channel, lock, identity(path, disk), disk));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static UUID identity(Path path, DurableWrites disk) throws IOException {
        Path file = path.resolve("format");
        Properties values = new Properties();
        values.load(new StringReader(PrivateFile.read(file).orElse("")));
        int format = Integer.parseInt(values.getProperty("format", "0"));
        if (format > FORMAT) {
            throw new UsageException("the data directory " + path + " was written by a later Gantry (format " + format
                    + "); this one knows formats up to " + FORMAT);
        }
        if (format == FORMAT) {
            return UUID.fromString(values.getProperty("node"));
        }
        UUID node = UUID.randomUUID();
        PrivateFile.write(file, "format=%d%nnode=%s%n".formatted(FORMAT, node), disk);
        return node;
    }

    /** Tells other commands where the node of this directory listens, and by which certificate they know it. */
    void announce(String url, Optional<String> durastore, Optional<Path> certificate) throws IOException {
        tell("serve", Optional.of(url), durastore, certificate, nodeFile(path));
    }

    private void tellHolder(String command) throws IOException {
        try {
            tell(command, Optional.empty(), Optional.empty(), Optional.empty(), holderFile(path));
        } catch (IOException e) {
            release();
            throw e;
        }
    }

    private void tell(
            String command, Optional<String> url, Optional<String> durastore, Optional<Path> certificate, Path file)
            throws IOException {
        Optional<String> shown =
                certificate.map(shownFile -> shownFile.toAbsolutePath().toString());
        new HolderFile(ProcessHandle.current().pid(), command, url, durastore, shown).write(file, disk);
    }

    Path path() {
        return path;
    }

    /** The node's own id, the same after every start. */
    UUID node() {
        return node;
    }

    static Path nodeFile(Path directory) {
        return directory.resolve("node.json");
    }

    static Path holderFile(Path directory) {
        return directory.resolve("holder.json");
    }

    static Path credentialsFile(Path directory) {
        return directory.resolve("credentials");
    }

    /** Lets go of the directory. A second call does nothing. */
    @Override
    public void close() throws IOException {
        if (lock.isValid()) {
            try {
                disk.remove(nodeFile(path));
                disk.remove(holderFile(path));
            } finally {
                release();
            }
        }
    }

    private void release() throws IOException {
        lock.release();
        channel.close();
        HELD_HERE.remove(path);
    }
}
