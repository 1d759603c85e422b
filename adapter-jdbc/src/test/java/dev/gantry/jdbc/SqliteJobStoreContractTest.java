package dev.gantry.jdbc;

import dev.gantry.ports.spi.JobStore;
import dev.gantry.tck.JobStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobStoreContractTest implements JobStoreContract {

    @TempDir
    Path directory;

    @Override
    public JobStore newJobStore() {
        return SqliteJobStore.at(directory.resolve("jobs ?#%.db"));
    }
}
