package dev.gantry.file;

import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.spi.PropertyUpdate;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives an object's file another trailer: a second file with the same data takes its place by one rename, if the first is
 * still there then (docs/adapter-file.md, Properties).
 */
final class FilePropertyUpdate implements PropertyUpdate {

    private final StoreLayout layout;
    private final Directories directories;
    private final BlockingWork work;
    private final AtomicLong updates = new AtomicLong();

    FilePropertyUpdate(StoreLayout layout, Directories directories, BlockingWork work) {
        this.layout = layout;
        this.directories = directories;
        this.work = work;
    }

    @Override
    public CompletionStage<StoredObject> update(ObjectKey key, VersionToken token, Metadata metadata) {
        Path target = layout.object(key);
        return work.call(() -> replace(key, target, token, metadata))
                .thenCompose(stored -> directories.force(target.getParent()).thenApply(nothing -> stored));
    }

    private StoredObject replace(ObjectKey key, Path target, VersionToken token, Metadata metadata) throws IOException {
        Optional<ObjectFile> found = ObjectFile.open(target);
        try (ObjectFile file = found.orElseThrow(() -> gone(key))) {
            requireState(file, key, token);
            StoredObject known = file.describe(key);
            Trailer trailer =
                    new Trailer(known.modified(), metadata, known.record().orElseThrow(() -> gone(key)));
            Path staged = layout.staged(file.id().value())
                    .resolveSibling(file.id() + ".properties-" + updates.incrementAndGet());
            install(file, trailer, staged, target, () -> requireThere(key, target, token));
            return ObjectFile.stored(key, trailer);
        }
    }

    private void install(ObjectFile file, Trailer trailer, Path staged, Path target, BlockingWork.Action condition)
            throws IOException {
        directories.make(staged.getParent());
        try {
            write(file, trailer, staged);
            directories.exchange(staged, target, condition);
        } catch (IOException | RuntimeException e) {
            directories.remove(staged);
            throw e;
        }
    }

    private void write(ObjectFile file, Trailer trailer, Path staged) throws IOException {
        try (FileChannel copy = FileChannel.open(
                staged,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            for (long at = 0; at < file.length(); ) {
                at += file.channel().transferTo(at, file.length() - at, copy.position(at));
            }
            ObjectFile.seal(copy, file.id(), trailer);
            directories.forceNow(staged, copy);
        }
    }

    private static void requireThere(ObjectKey key, Path target, VersionToken token) throws IOException {
        Optional<ObjectFile> found = ObjectFile.open(target);
        try (ObjectFile file = found.orElseThrow(() -> gone(key))) {
            requireState(file, key, token);
        }
    }

    private static void requireState(ObjectFile file, ObjectKey key, VersionToken token) {
        if (!file.id().toString().equals(token.value())) {
            throw gone(key);
        }
    }

    private static ProviderException gone(ObjectKey key) {
        return new ProviderException.NotFound("the object " + key + " was replaced or removed since it was looked at");
    }
}
