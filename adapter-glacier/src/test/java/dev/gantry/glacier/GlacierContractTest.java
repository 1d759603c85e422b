package dev.gantry.glacier;

import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.tck.Await;
import dev.gantry.tck.BucketStoreContract;
import dev.gantry.tck.StagingContract;
import dev.gantry.tck.TestObjects;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store whose new objects go to DEEP_ARCHIVE, over the lab's S3. */
class GlacierContractTest implements StagingContract, BucketStoreContract {

    @TempDir
    private Path directory;

    private TestArchive archive;
    private GlacierProvider provider;

    @BeforeEach
    void open() {
        archive = new TestArchive(directory);
        provider = archive.open(TestArchive.SETTINGS, "DEEP_ARCHIVE");
        Await.await(provider.check());
    }

    @AfterEach
    void close() {
        provider.close();
        archive.close();
    }

    @Override
    public StorageProvider provider() {
        return provider;
    }

    @Override
    public StoredObject nearline(String name, byte[] bytes) {
        return TestObjects.put(provider.objects(), ObjectKey.of(bucket().value(), name), bytes);
    }

    @Override
    public void pass(Duration time) {
        archive.pass(time);
    }

    @Override
    public Duration longestStaging() {
        return Duration.ofHours(12);
    }

    @Override
    public long begun() {
        return archive.begun();
    }
}
