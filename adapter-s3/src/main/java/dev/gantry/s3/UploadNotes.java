package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectId;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.DurableWrites.Kind;
import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads that this store began, one small file each on this machine, written before S3 hears of the upload: S3 itself
 * cannot tell whose an upload is (docs/adr/0019).
 */
final class UploadNotes {

    private static final Logger LOG = LoggerFactory.getLogger(UploadNotes.class);
    private static final String UNFINISHED = ".new";

    private final Path directory;
    private final DurableWrites disk;
    private final Executor blocking;

    UploadNotes(Path directory, DurableWrites disk, Executor blocking) {
        this.directory = directory;
        this.disk = disk;
        this.blocking = blocking;
    }

    @FunctionalInterface
    private interface Work<T> {
        T perform() throws IOException;
    }

    private <T> CompletionStage<T> onDisk(Work<T> work) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return work.perform();
                        } catch (IOException e) {
                            throw new ProviderException.Unavailable(
                                    "cannot note an upload in " + directory + ": " + e.getMessage(), e);
                        }
                    },
                    blocking);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(new ProviderException.Unavailable("the store is closed", e));
        }
    }

    /** Keeps the note, durably, in place of what was kept of that object. */
    CompletionStage<Void> keep(UploadNote note) {
        return onDisk(() -> {
            disk.makeDirectories(directory);
            Path file = file(note.id());
            Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
            write(unfinished, String.join("\n", note.lines()).getBytes(StandardCharsets.UTF_8));
            disk.rename(unfinished, file);
            disk.forceDirectory(directory);
            return null;
        });
    }

    private void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            disk.perform(Kind.FORCE, file, () -> channel.force(true));
        }
    }

    CompletionStage<Optional<UploadNote>> find(ObjectId id) {
        return onDisk(() -> read(id));
    }

    private Optional<UploadNote> read(ObjectId id) throws IOException {
        try {
            return Optional.of(UploadNote.read(id, Files.readAllLines(file(id), StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (InvalidValueException e) {
            LOG.warn("the note {} is damaged and not followed: {}", file(id), e.getMessage());
            return Optional.empty();
        }
    }

    CompletionStage<List<UploadNote>> all() {
        return onDisk(() -> {
            List<UploadNote> notes = new ArrayList<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Optional<ObjectId> id = id(file.getFileName().toString());
                    if (id.isPresent()) {
                        read(id.get()).ifPresent(notes::add);
                    }
                }
            } catch (NoSuchFileException e) {
                return List.of();
            }
            return notes;
        });
    }

    private static Optional<ObjectId> id(String file) {
        try {
            return file.endsWith(UNFINISHED) ? Optional.empty() : Optional.of(ObjectId.parse(file));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    /** Repeatable. One that a power cut brings back names an upload that is gone, which does no harm. */
    CompletionStage<Void> drop(ObjectId id) {
        return onDisk(() -> {
            disk.remove(file(id));
            return null;
        });
    }

    private Path file(ObjectId id) {
        return directory.resolve(id.toString());
    }
}
