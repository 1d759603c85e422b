package dev.gantry.file;

import dev.gantry.domain.BucketName;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The buckets: a bucket is there when its record is. */
final class FileBucketStore implements BucketStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileBucketStore.class);

    private final StoreLayout layout;
    private final BlockingWork work;
    private final Directories directories;
    private final RecentBuckets recent;

    FileBucketStore(StoreLayout layout, BlockingWork work, Directories directories, InstantSource clock) {
        this.layout = layout;
        this.work = work;
        this.directories = directories;
        this.recent = new RecentBuckets(clock);
    }

    @Override
    public CompletionStage<Void> create(BucketRecord bucket) {
        return work.run(() -> {
                    Path staged = layout.staged(bucket.id().value());
                    write(staged, BucketFile.encode(bucket));
                    install(bucket.name(), staged);
                })
                .thenCompose(nothing -> directories.force(layout.bucket(bucket.name())));
    }

    private void write(Path staged, byte[] text) throws IOException {
        directories.make(staged.getParent());
        try (FileChannel file = FileChannel.open(
                staged, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ObjectFile.writeFully(file, ByteBuffer.wrap(text), 0);
            directories.forceNow(staged, file);
        }
    }

    private void install(BucketName name, Path staged) throws IOException {
        try {
            directories.install(staged, layout.bucketRecord(name), false, () -> {});
        } catch (FileAlreadyExistsException e) {
            directories.remove(staged);
            throw new ProviderException.Conflict("there is a bucket " + name + " already");
        } finally {
            recent.changed(name);
        }
    }

    @Override
    public CompletionStage<Optional<BucketRecord>> find(BucketName name) {
        Optional<BucketRecord> known = recent.find(name);
        return known.isPresent()
                ? CompletableFuture.completedStage(known)
                : work.call(() -> {
                    RecentBuckets.Look look = recent.look();
                    Optional<BucketRecord> found = BucketFile.read(layout.bucketRecord(name));
                    found.ifPresent(record -> recent.keep(record, look));
                    return found;
                });
    }

    @Override
    public CompletionStage<List<BucketRecord>> list() {
        return work.call(() -> {
            List<BucketRecord> buckets = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(layout.buckets())) {
                for (Path entry : entries) {
                    read(entry).ifPresent(buckets::add);
                }
            } catch (NoSuchFileException e) {
                return List.of();
            }
            buckets.sort(Comparator.comparing(BucketRecord::name));
            return buckets;
        });
    }

    /** A damaged record must not hide the other buckets: it is reported and left out. */
    private static Optional<BucketRecord> read(Path directory) throws IOException {
        try {
            return BucketFile.read(directory.resolve("bucket"));
        } catch (DamagedFileException e) {
            LOG.warn("left {} out of the list of buckets: {}", directory, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public CompletionStage<Void> delete(BucketName name) {
        return work.run(() -> directories.alone(() -> {
            deleteAlone(name);
            return null;
        }));
    }

    private void deleteAlone(BucketName name) throws IOException {
        Path record = layout.bucketRecord(name);
        if (!Files.exists(record)) {
            throw new ProviderException.NotFound("there is no bucket " + name);
        }
        if (holdsObject(layout.objects(name))) {
            throw new ProviderException.Conflict("the bucket " + name + " is not empty; delete its objects first");
        }
        try {
            directories.remove(record);
        } finally {
            recent.changed(name);
        }
        directories.forceNow(layout.bucket(name));
        removeTree(layout.bucket(name));
    }

    private static boolean holdsObject(Path objects) throws IOException {
        if (!Files.exists(objects)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(objects)) {
            return files.anyMatch(file -> !Files.isDirectory(file));
        }
    }

    /** Removes directories that hold nothing but directories. */
    private void removeTree(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                removeTree(entry);
            }
        } catch (NotDirectoryException e) {
            return;
        }
        directories.removeDirectory(directory);
    }
}
