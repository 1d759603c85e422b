package dev.gantry.lab;

import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps two libraries from writing one log. It is on a file of its own, since a lock ends when its process closes any other
 * channel of the same file; and it ends with the process. One thread at a time.
 */
final class LibraryLock implements AutoCloseable {

    private final Path file;
    private Optional<FileChannel> held = Optional.empty();

    LibraryLock(Path file) {
        this.file = file;
    }

    /** Takes the lock, or fails if another library has it. A second call does nothing. */
    void take() throws IOException {
        if (held.isEmpty()) {
            held = Optional.of(locked());
        }
    }

    private FileChannel locked() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isFree(channel)) {
            return channel;
        }
        channel.close();
        throw new ProviderException.Rejected(
                "the library in " + file.toAbsolutePath().getParent()
                        + " is in use by another node; stop that one, or give this store another path",
                null);
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (held.isPresent()) {
            held.get().close();
            held = Optional.empty();
        }
    }
}
