package dev.gantry.file;

import static dev.gantry.tck.Await.await;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.tck.BucketStoreContract;
import dev.gantry.tck.FreeSpaceContract;
import dev.gantry.tck.ListContract;
import dev.gantry.tck.PropertyUpdateContract;
import dev.gantry.tck.ReadContract;
import dev.gantry.tck.ResumableWritesContract;
import dev.gantry.tck.WriteContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FileProviderContractTest
        implements WriteContract,
                ReadContract,
                ListContract,
                BucketStoreContract,
                ResumableWritesContract,
                PropertyUpdateContract,
                FreeSpaceContract {

    private StorageProvider provider;

    @BeforeEach
    void open(@TempDir Path directory) {
        provider = FileProvider.at(new StoreId("test"), directory.resolve("store"));
        await(provider.check());
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Override
    public StorageProvider provider() {
        return provider;
    }
}
