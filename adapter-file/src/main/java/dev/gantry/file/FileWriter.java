package dev.gantry.file;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.payload.Written;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Writes one object into its staging file. Files are open only while something is done to them. */
final class FileWriter implements ObjectWriter {

    private final WriteSpec spec;
    private final Publication publication;
    private final Staging staging;
    private final Directories directories;
    private final BlockingWork work;
    private final BlobCopy copy;
    private final SharedForce force;
    private volatile boolean entryForced;
    private volatile boolean broken;

    FileWriter(
            WriteSpec spec,
            Publication publication,
            Staging staging,
            Directories directories,
            BlockingWork work,
            BlobCopy copy) {
        this.spec = spec;
        this.publication = publication;
        this.staging = staging;
        this.directories = directories;
        this.work = work;
        this.copy = copy;
        this.force = new SharedForce(work, this::forceNow, () -> {});
    }

    private Path file() {
        return staging.file(spec.id());
    }

    @Override
    public CompletionStage<Receipt> write(ByteRange range, Payload payload, Set<ChecksumType> digests) {
        Set<ChecksumType> types = Set.copyOf(digests);
        return open(range, payload)
                .thenCompose(file -> transfer(file, range, payload, types)
                        .whenComplete((written, failure) -> staging.leave(spec.id()))
                        .whenComplete((written, failure) -> work.close(file)))
                .whenComplete((written, failure) -> payload.close())
                .handle((written, failure) -> receipt(range, written, failure));
    }

    private CompletionStage<FileChannel> open(ByteRange range, Payload payload) {
        return work.call(() -> {
            requireUnbroken();
            requireBlob(range, payload);
            staging.enter(spec.id());
            try {
                return open();
            } catch (IOException | RuntimeException e) {
                staging.leave(spec.id());
                throw e;
            }
        });
    }

    private FileChannel open() throws IOException {
        try {
            return FileChannel.open(file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw noLongerWritten(e);
        }
    }

    private void requireBlob(ByteRange range, Payload payload) {
        BlobLayout layout = spec.layout();
        if (!layout.range(layout.indexOf(range.offset())).equals(range)) {
            throw new ProviderException.Rejected(range + " is no blob of " + spec.key(), null);
        }
        if (payload.length() != range.length() && payload.length() != Streamed.UNKNOWN) {
            throw new ProviderException.Rejected(
                    "a blob of " + range.length() + " bytes cannot be written from " + payload.length(), null);
        }
    }

    /** Runs on the store's executor; a stream goes on by its own means. */
    private CompletionStage<Written> transfer(
            FileChannel file, ByteRange range, Payload payload, Set<ChecksumType> digests) {
        return payload.fold(
                buffers -> now(() -> copy.copy(buffers, file, range, digests)),
                slice -> now(() -> copy.copy(slice, file, range, digests)),
                streamed -> now(() ->
                                streamed.source().writeTo(new FileRange(file, range.offset(), range.length()), digests))
                        .thenCompose(stage -> stage));
    }

    private static <T> CompletionStage<T> now(BlockingWork.Question<T> question) {
        try {
            return CompletableFuture.completedFuture(question.answer());
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Receipt receipt(ByteRange range, Written written, Throwable failure) {
        if (failure != null) {
            throw new CompletionException(work.classify(failure));
        }
        if (written.length() != range.length()) {
            throw new CompletionException(new TruncatedException(range.length(), written.length()));
        }
        return new Receipt(range, written.checksums(), Part.NONE);
    }

    @Override
    public CompletionStage<Void> force() {
        return force.force();
    }

    private void forceNow() throws IOException {
        requireUnbroken();
        try (FileChannel file = FileChannel.open(file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            forceStaged(file);
        } catch (NoSuchFileException e) {
            forcePublished(e);
        }
    }

    private void forceStaged(FileChannel file) throws IOException {
        try {
            directories.forceNow(file(), file);
            if (!entryForced) {
                directories.forceNow(file().getParent());
            }
            entryForced = true;
        } catch (IOException | RuntimeException e) {
            broken = true; // another force would succeed without having written anything
            throw e;
        }
    }

    /** Somebody published the object meanwhile: that forced its bytes, and what is left is its name. */
    private void forcePublished(NoSuchFileException gone) throws IOException {
        if (publication.published(spec).isEmpty()) {
            throw noLongerWritten(gone);
        }
        publication.forceNow(spec);
    }

    private ProviderException noLongerWritten(IOException cause) {
        return new ProviderException.Rejected("object " + spec.id() + " is no longer being written", cause);
    }

    private void requireUnbroken() {
        if (broken) {
            throw new ProviderException.Rejected(
                    "a force of object " + spec.id() + " failed; begin it again and write what was not forced", null);
        }
    }

    @Override
    public CompletionStage<StoredObject> publish(List<Receipt> receipts) {
        List<Receipt> whole = List.copyOf(receipts);
        return work.call(() -> staging.publish(spec.id(), () -> {
                    requireUnbroken();
                    return publication.install(spec, file(), whole);
                }))
                .thenCompose(stored -> publication.force(spec).thenApply(nothing -> stored));
    }

    @Override
    public CompletionStage<Void> abort() {
        return work.run(() -> directories.remove(file()));
    }
}
