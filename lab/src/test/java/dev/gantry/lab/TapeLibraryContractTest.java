package dev.gantry.lab;

import static dev.gantry.tck.Await.await;

import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.tck.BucketStoreContract;
import dev.gantry.tck.FreeSpaceContract;
import dev.gantry.tck.ListContract;
import dev.gantry.tck.PropertyUpdateContract;
import dev.gantry.tck.ReadContract;
import dev.gantry.tck.ResumableWritesContract;
import dev.gantry.tck.StagingContract;
import dev.gantry.tck.TestObjects;
import dev.gantry.tck.WriteContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The library around a directory keeps all that the directory keeps, and stages. */
class TapeLibraryContractTest
        implements StagingContract,
                WriteContract,
                ReadContract,
                ListContract,
                BucketStoreContract,
                ResumableWritesContract,
                PropertyUpdateContract,
                FreeSpaceContract {

    private static final LibrarySettings SETTINGS = LibrarySettings.defaults();

    @TempDir
    private Path directory;

    private TestLibrary lab;
    private TapeLibrary library;

    @BeforeEach
    void open() {
        lab = new TestLibrary(directory);
        library = lab.open(SETTINGS);
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Override
    public StorageProvider provider() {
        return library;
    }

    @Override
    public StoredObject nearline(String name, byte[] bytes) {
        StoredObject object = TestObjects.put(library.objects(), ObjectKey.of(bucket().value(), name), bytes);
        pass(longestStaging());
        await(library.report());
        pass(SETTINGS.keep());
        return object;
    }

    @Override
    public void pass(Duration time) {
        lab.pass(time);
    }

    @Override
    public Duration longestStaging() {
        return Duration.ofMinutes(10);
    }

    @Override
    public long begun() {
        return await(library.report()).totals().recalls();
    }
}
