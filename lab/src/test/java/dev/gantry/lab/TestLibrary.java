package dev.gantry.lab;

import static dev.gantry.tck.Await.await;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.file.FileProvider;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.DurableWrites;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executors;

/** A library around a directory, under a clock that only a test moves. */
final class TestLibrary implements InstantSource {

    private final Path directory;
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    TestLibrary(Path directory) {
        this.directory = directory;
    }

    TapeLibrary open(LibrarySettings settings) {
        return open(settings, DurableWrites.DIRECT);
    }

    TapeLibrary open(LibrarySettings settings, DurableWrites disk) {
        TapeLibrary library = TapeLibrary.around(
                FileProvider.at(new StoreId("tape"), directory.resolve("objects")),
                settings,
                directory.resolve("library.log"),
                disk,
                this,
                Executors.newSingleThreadExecutor());
        await(library.check());
        return library;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    static BucketName bucket(TapeLibrary library, String name) {
        BucketRecord record = new BucketRecord(
                new BucketId(new UUID(1, name.hashCode())),
                new BucketName(name),
                Instant.EPOCH,
                new UserId(new UUID(7, 8)),
                true);
        await(library.capability(BucketStore.class).orElseThrow().create(record));
        return record.name();
    }
}
