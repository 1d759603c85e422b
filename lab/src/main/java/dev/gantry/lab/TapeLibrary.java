package dev.gantry.lab;

import dev.gantry.domain.Medium;
import dev.gantry.ports.spi.BatchDelete;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ForwardingProvider;
import dev.gantry.ports.spi.FreeSpace;
import dev.gantry.ports.spi.MediaLibrary;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.PropertyUpdate;
import dev.gantry.ports.spi.ServerCopy;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.TaskRunner;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/**
 * Any store as a simulated tape library (docs/lab.md): the bytes stay where they are, and can be read only while the
 * library has a copy of them in its cache. It has what the inner store has, and {@link Staging}, {@link FreeSpace},
 * {@link MediaLibrary} and {@link TaskRunner} of its own. A directory has one library at a time. Closing it closes the inner store and its thread.
 */
public final class TapeLibrary extends ForwardingProvider {

    private final LibraryDesk desk;
    private final TapeObjects objects;
    private final TapeStaging staging;
    private final LibraryTasks tasks;
    private final FreeSpace freeSpace;
    private final MediaLibrary media;

    private TapeLibrary(StorageProvider inner, LibraryDesk desk) {
        super(inner);
        this.desk = desk;
        this.objects = new TapeObjects(inner.objects(), desk);
        this.staging = new TapeStaging(inner.objects(), desk);
        this.tasks = new LibraryTasks(desk);
        this.freeSpace = () -> desk.ask(Library::free);
        this.media = new LibraryMedia(desk);
    }

    /**
     * A library around {@code inner}. No I/O before {@link #check}.
     *
     * @param log the file in which the library notes what was done to it
     * @param clock tells the node's time; what the hardware takes is measured by it, divided by the speed
     * @param thread one thread, the library's alone, which may wait for the disk; the library ends it
     */
    public static TapeLibrary around(
            StorageProvider inner,
            LibrarySettings settings,
            Path log,
            DurableWrites disk,
            InstantSource clock,
            ExecutorService thread) {
        return new TapeLibrary(inner, new LibraryDesk(settings, new LibraryLog(log, disk), clock, thread));
    }

    /** That of the inner store, and whether the library's log can be read and written. */
    @Override
    public CompletionStage<Void> check() {
        return super.check().thenCompose(nothing -> desk.open());
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    /**
     * Its own, and those of the inner store but {@link ServerCopy} and {@link BatchDelete}: the library hears of every object
     * that is made or removed.
     */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type == ServerCopy.class || type == BatchDelete.class) {
            return Optional.empty();
        }
        Optional<C> own = Stream.of(staging, tasks, freeSpace, media)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
        return own.or(() -> inner().capability(type)
                .map(theirs -> theirs instanceof PropertyUpdate update ? type.cast(renaming(update)) : theirs));
    }

    private PropertyUpdate renaming(PropertyUpdate update) {
        return (key, token, metadata) -> update.update(key, token, metadata)
                .thenCompose(object -> token.equals(object.token())
                        ? CompletableFuture.completedStage(object)
                        : desk.renamed(key, token, object.token()).thenApply(nothing -> object));
    }

    /** The library as it is now. */
    public CompletionStage<LibraryReport> report() {
        return desk.ask(Library::report);
    }

    /** Takes a cartridge out of the library, from its drive if it is in one. A second call does nothing. */
    public CompletionStage<LibraryReport> eject(Medium medium) {
        return desk.eject(medium, true);
    }

    /** Puts a cartridge back into the library. A second call does nothing. */
    public CompletionStage<LibraryReport> load(Medium medium) {
        return desk.eject(medium, false);
    }

    @Override
    public void close() {
        desk.close();
        super.close();
    }
}
