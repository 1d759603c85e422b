package dev.gantry.file;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.FreeSpace;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.PropertyUpdate;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.StorageProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * A directory as a store (docs/adapter-file.md). Whatever waits for the disk runs on the store's executor; only a
 * streamed payload writes into the page cache from threads of its own, and a file is opened for reading on the caller's
 * thread while such looks are quick. A directory has one provider at a time.
 */
public final class FileProvider implements StorageProvider {

    private static final WriteLimits LIMITS = new WriteLimits(1, Long.MAX_VALUE, 1, 200_000);

    private final StoreId id;
    private final BlockingWork work;
    private final Runnable onClose;
    private final StoreCheck check;
    private final OpenFiles openFiles;
    private final FileObjectStore objects;
    private final List<Object> capabilities;

    private FileProvider(
            StoreId id,
            StoreLayout layout,
            DurableWrites durableWrites,
            InstantSource clock,
            Executor executor,
            Runnable onClose) {
        this.id = id;
        this.work = new BlockingWork(id, executor, new Quickness(System::nanoTime));
        this.onClose = onClose;
        this.openFiles = new OpenFiles(clock, OpenFiles.MOST);
        Directories directories = new Directories(layout.root(), durableWrites, work, openFiles);
        this.check = new StoreCheck(layout, directories);
        Staging staging = new Staging(layout, directories, work);
        this.objects = new FileObjectStore(
                layout, work, directories, openFiles, staging, new Publication(layout, directories, clock));
        FileBucketStore buckets = new FileBucketStore(layout, work, directories, clock);
        FreeSpace freeSpace =
                () -> work.call(() -> Files.getFileStore(layout.root()).getUsableSpace());
        FilePropertyUpdate properties = new FilePropertyUpdate(layout, directories, work);
        this.capabilities = List.of(buckets, staging, properties, freeSpace);
    }

    /** The store in {@code root} with a few threads of its own, which end at close. No I/O before {@link #check}. */
    public static FileProvider at(StoreId id, Path root) {
        return at(id, root, DurableWrites.DIRECT);
    }

    /** The same, with its durable writes passing {@code durableWrites}. */
    public static FileProvider at(StoreId id, Path root, DurableWrites durableWrites) {
        ExecutorService threads = FileThreads.start(id);
        return new FileProvider(
                id, new StoreLayout(root), durableWrites, InstantSource.system(), threads, threads::shutdown);
    }

    /**
     * The store in {@code root} on threads of the caller's, who ends them after close. One thread is enough, but does
     * one thing at a time.
     *
     * @param clock tells when an object was published
     */
    public static FileProvider at(
            StoreId id, Path root, DurableWrites durableWrites, InstantSource clock, Executor executor) {
        return new FileProvider(id, new StoreLayout(root), durableWrites, clock, executor, () -> {});
    }

    @Override
    public StoreId id() {
        return id;
    }

    /** Any blob, at most 200,000 an object: their checksums are read whole. */
    @Override
    public WriteLimits limits() {
        return LIMITS;
    }

    /**
     * Makes the directory a store if it is missing or empty. Refuses one that holds anything else, was written by a
     * newer version, cannot be written to, or whose path is longer than 700 bytes.
     */
    @Override
    public CompletionStage<Void> check() {
        return work.run(check::run);
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    /** {@link BucketStore}, {@link ResumableWrites}, {@link PropertyUpdate} and {@link FreeSpace}. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        for (Object own : capabilities) { // without a stream: every request asks
            if (type.isInstance(own)) {
                return Optional.of(type.cast(own));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        work.end();
        openFiles.close();
        onClose.run();
    }
}
