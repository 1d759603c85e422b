package dev.gantry.file;

import dev.gantry.domain.ObjectId;
import dev.gantry.ports.spi.ObjectRecord;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Turns a staging file into a visible object: trailer, force, directories, one rename, force of the directory. */
final class Publication {

    private final StoreLayout layout;
    private final Directories directories;
    private final InstantSource clock;

    Publication(StoreLayout layout, Directories directories, InstantSource clock) {
        this.layout = layout;
        this.directories = directories;
        this.clock = clock;
    }

    /** Everything but the last force. The same object again is left as it is. */
    StoredObject install(WriteSpec spec, Path staged, List<Receipt> receipts) throws IOException {
        Path target = layout.object(spec.key());
        Optional<StoredObject> published = published(spec);
        if (published.isPresent()) {
            directories.remove(staged);
            directories.make(target.getParent());
            return published.get();
        }
        requireAll(spec, receipts);
        Trailer trailer = trailer(spec, receipts);
        seal(spec.id(), staged, trailer);
        move(spec, staged, target);
        return ObjectFile.stored(spec.key(), trailer);
    }

    /** The visible object, if it is this very one. */
    Optional<StoredObject> published(WriteSpec spec) throws IOException {
        Optional<ObjectFile> visible = ObjectFile.open(layout.object(spec.key()));
        if (visible.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectFile file = visible.get()) {
            return file.id().equals(spec.id()) ? Optional.of(file.describe(spec.key())) : Optional.empty();
        }
    }

    private static void requireAll(WriteSpec spec, List<Receipt> receipts) {
        boolean all = receipts.size() == spec.layout().count()
                && IntStream.range(0, receipts.size())
                        .allMatch(i ->
                                receipts.get(i).range().equals(spec.layout().range(i)));
        if (!all) {
            throw new ProviderException.Rejected(
                    "the " + receipts.size() + " receipts are not those of the "
                            + spec.layout().count() + " blobs of " + spec.key(),
                    null);
        }
    }

    private Trailer trailer(WriteSpec spec, List<Receipt> receipts) {
        ObjectRecord record = new ObjectRecord(
                spec.id(),
                spec.created(),
                spec.layout(),
                receipts.stream().map(Receipt::checksums).toList());
        return new Trailer(clock.instant(), spec.metadata(), record);
    }

    private void seal(ObjectId id, Path staged, Trailer trailer) throws IOException {
        try (FileChannel file = FileChannel.open(staged, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (file.size() < trailer.record().layout().objectLength()) {
                throw new ProviderException.Rejected("bytes of object " + id + " were never written", null);
            }
            ObjectFile.seal(file, id, trailer);
            directories.forceNow(staged, file);
        } catch (NoSuchFileException e) {
            throw new ProviderException.Rejected("object " + id + " is no longer being written", e);
        }
    }

    private void move(WriteSpec spec, Path staged, Path target) throws IOException {
        try {
            directories.install(staged, target, spec.replace(), () -> requireBucket(spec));
        } catch (FileAlreadyExistsException e) {
            throw new ProviderException.Conflict(
                    "there is an object " + spec.key() + " and its bucket keeps what it has; delete it first");
        }
    }

    void requireBucket(WriteSpec spec) {
        if (!Files.exists(layout.bucketRecord(spec.key().bucket()))) {
            throw new ProviderException.NotFound(
                    "there is no bucket " + spec.key().bucket());
        }
    }

    /** Makes the rename durable. */
    CompletionStage<Void> force(WriteSpec spec) {
        return directories.force(layout.object(spec.key()).getParent());
    }

    /** The same, on this thread. */
    void forceNow(WriteSpec spec) throws IOException {
        directories.forceNow(layout.object(spec.key()).getParent());
    }
}
