package dev.gantry.file;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The objects below a directory. */
final class FileObjectStore implements ObjectStore {

    private final StoreLayout layout;
    private final RecentPaths paths;
    private final BlockingWork work;
    private final Directories directories;
    private final OpenFiles openFiles;
    private final Staging staging;
    private final Publication publication;
    private final BlobCopy copy = new BlobCopy();

    FileObjectStore(
            StoreLayout layout,
            BlockingWork work,
            Directories directories,
            OpenFiles openFiles,
            Staging staging,
            Publication publication) {
        this.layout = layout;
        this.paths = new RecentPaths(layout);
        this.work = work;
        this.directories = directories;
        this.openFiles = openFiles;
        this.staging = staging;
        this.publication = publication;
    }

    @Override
    public CompletionStage<List<Optional<StoredObject>>> head(List<ObjectKey> keys) {
        List<ObjectKey> asked = List.copyOf(keys);
        return asked.size() == 1 ? head(asked.get(0)) : headOfMany(asked);
    }

    /** The file stays open for the read that mostly follows. */
    private CompletionStage<List<Optional<StoredObject>>> head(ObjectKey key) {
        Path path = paths.of(key);
        Optional<StoredObject> known = openFiles.find(path).flatMap(file -> {
            release(file);
            return file.description();
        });
        return known.isPresent()
                ? CompletableFuture.completedStage(List.of(known))
                : work.look(() -> List.of(describe(key, path)));
    }

    private Optional<StoredObject> describe(ObjectKey key, Path path) throws IOException {
        Optional<OpenFile> file = openFiles.open(path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(file.get().describe(key));
        } finally {
            release(file.get());
        }
    }

    private void release(OpenFile file) {
        if (file.release()) {
            work.close(file::close);
        }
    }

    private CompletionStage<List<Optional<StoredObject>>> headOfMany(List<ObjectKey> asked) {
        return work.call(() -> {
            if (asked.size() > MAX_HEAD) {
                throw new ProviderException.Rejected(
                        "at most " + MAX_HEAD + " keys at once, not " + asked.size(), null);
            }
            List<Optional<StoredObject>> found = new ArrayList<>(asked.size());
            for (ObjectKey key : asked) {
                found.add(ObjectFile.describe(key, layout.object(key)));
            }
            return found;
        });
    }

    @Override
    public CompletionStage<ListPage> list(BucketName bucket, ListQuery query) {
        return work.call(() -> {
            requireBucket(bucket);
            return new Listing(bucket, layout.objects(bucket), query).page();
        });
    }

    @Override
    public CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
        Path path = paths.of(key);
        Optional<OpenFile> known = openFiles.find(path);
        return known.isPresent()
                ? work.now(() -> slice(path, known.get(), key, token, range))
                : work.look(
                        () -> slice(path, openFiles.open(path).orElseThrow(() -> noObject(key)), key, token, range));
    }

    private Payload slice(Path path, OpenFile file, ObjectKey key, VersionToken token, ByteRange range) {
        try {
            requireReadable(file.file(), key, token, range);
        } catch (ProviderException e) {
            release(file);
            throw e;
        }
        Optional<ByteBuffer> read = file.file().known(range);
        if (read.isPresent()) {
            release(file);
            return new Buffers(List.of(read.get()), () -> {});
        }
        return new FileSlice(path, file.file().channel(), range.offset(), range.length(), () -> release(file));
    }

    private static void requireReadable(ObjectFile file, ObjectKey key, VersionToken token, ByteRange range) {
        if (!file.token().equals(token)) {
            throw new ProviderException.NotFound("the object " + key + " was replaced since it was looked at");
        }
        if (range.end() > file.length()) {
            throw new ProviderException.Rejected(
                    range + " does not lie in the " + file.length() + " bytes of " + key, null);
        }
    }

    private static ProviderException noObject(ObjectKey key) {
        return new ProviderException.NotFound("there is no object " + key);
    }

    @Override
    public CompletionStage<ObjectWriter> begin(WriteSpec spec) {
        return work.call(() -> {
            publication.requireBucket(spec);
            stage(spec);
            return new FileWriter(spec, publication, staging, directories, work, copy);
        });
    }

    private void stage(WriteSpec spec) throws IOException {
        Path staged = staging.file(spec.id());
        if (Files.exists(staged) && publication.published(spec).isPresent()) {
            directories.remove(staged); // a crash left it linked to the visible object, which must not be written to
        }
        directories.make(staged.getParent());
        try {
            Files.createFile(staged);
        } catch (FileAlreadyExistsException e) {
            return; // taken up
        }
    }

    @Override
    public CompletionStage<Void> delete(ObjectKey key) {
        Path file = layout.object(key);
        return work.run(() -> {
                    if (!directories.remove(file)) {
                        throw noObject(key);
                    }
                })
                .thenCompose(nothing -> directories.force(file.getParent()))
                .thenCompose(
                        nothing -> work.run(() -> directories.prune(file.getParent(), layout.objects(key.bucket()))));
    }

    private void requireBucket(BucketName bucket) {
        if (!Files.exists(layout.bucketRecord(bucket))) {
            throw new ProviderException.NotFound("there is no bucket " + bucket);
        }
    }
}
