package dev.gantry.glacier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.tck.Await;
import dev.gantry.tck.BatchDeleteContract;
import dev.gantry.tck.BucketStoreContract;
import dev.gantry.tck.ListContract;
import dev.gantry.tck.ReadContract;
import dev.gantry.tck.ResumableWritesContract;
import dev.gantry.tck.ServerCopyContract;
import dev.gantry.tck.WriteContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** GLACIER_IR is no archived class: all that S3 promises holds, and nothing is ever restored. */
class InstantRetrievalContractTest
        implements WriteContract,
                ReadContract,
                ListContract,
                BucketStoreContract,
                ResumableWritesContract,
                ServerCopyContract,
                BatchDeleteContract {

    @TempDir
    private Path directory;

    private TestArchive archive;
    private GlacierProvider provider;

    @BeforeEach
    void open() {
        archive = new TestArchive(directory);
        provider = archive.open(TestArchive.SETTINGS, "GLACIER_IR");
        Await.await(provider.check());
    }

    @AfterEach
    void close() {
        provider.close();
        assertThat(archive.restores()).isEmpty();
        archive.close();
    }

    @Override
    public StorageProvider provider() {
        return provider;
    }
}
