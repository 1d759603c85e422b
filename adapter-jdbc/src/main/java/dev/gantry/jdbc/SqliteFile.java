package dev.gantry.jdbc;

import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;

/**
 * The database file with what lies beside it: a lock, so that it has one holder, and a directory for the native library
 * that the driver unpacks (docs/job-store.md, Files).
 */
final class SqliteFile implements AutoCloseable {

    private static final String NATIVE_DIRECTORY = "org.sqlite.tmpdir";
    private static final int BUSY_MILLIS = 5_000;
    private static final int WRITER_CACHE_KIB = 16 << 10;

    /** A process loses its lock when it closes any descriptor of the file: so it never opens one a second time. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private FileChannel lock;
    private Path held;

    SqliteFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    Path path() {
        return file;
    }

    /** Becomes the file's holder; Conflict if it has one. */
    void acquire() throws IOException {
        Path directory = Files.createDirectories(file.getParent()).toRealPath();
        Path wanted = directory.resolve(file.getFileName() + ".lock");
        if (!HELD.add(wanted)) {
            throw inUse();
        }
        held = wanted;
        lock = FileChannel.open(wanted, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked()) {
            throw inUse();
        }
        prepareNativeDirectory(directory.resolve(file.getFileName() + ".native"));
    }

    private boolean isLocked() throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private ProviderException inUse() {
        return new ProviderException.Conflict("the job store " + file
                + " is in use already; end the process that holds it, or choose another data directory");
    }

    /** The driver leaves its library behind when its process is killed, 1.1 MB each time. */
    private static void prepareNativeDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> left = Files.list(directory)) {
            left.filter(Files::isRegularFile).forEach(SqliteFile::deleteIfFree);
        }
        String chosen = System.getProperty(NATIVE_DIRECTORY);
        if (chosen == null || !Files.isDirectory(Path.of(chosen))) {
            System.setProperty(NATIVE_DIRECTORY, directory.toString());
        }
    }

    private static void deleteIfFree(Path left) {
        // Windows refuses while this very process has the library loaded; the next start removes it.
        left.toFile().delete();
    }

    /** A session whose changes take effect at its commit. */
    Session writer() throws SQLException {
        SQLiteConfig config = config();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setCacheSize(-WRITER_CACHE_KIB);
        var connection = config.createConnection(url());
        connection.setAutoCommit(false);
        return new Session(connection);
    }

    /** A session that changes nothing; each statement sees the last commit. */
    Session reader() throws SQLException {
        Session session = new Session(config().createConnection(url()));
        session.script("PRAGMA query_only = 1;\n");
        return session;
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setGetGeneratedKeys(false); // the driver would ask for one behind every insert
        return config;
    }

    /** As a URI, since the driver would take a question mark in a plain path for parameters. */
    private String url() {
        return "jdbc:sqlite:file:" + file.toUri().getRawPath();
    }

    @Override
    public void close() throws IOException {
        try {
            if (lock != null) {
                lock.close();
            }
        } finally {
            if (held != null) {
                HELD.remove(held);
                held = null;
            }
        }
    }
}
