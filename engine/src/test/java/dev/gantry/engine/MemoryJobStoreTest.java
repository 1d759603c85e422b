package dev.gantry.engine;

import dev.gantry.ports.spi.JobStore;
import dev.gantry.tck.JobStoreContract;

class MemoryJobStoreTest implements JobStoreContract {

    @Override
    public JobStore newJobStore() {
        return new MemoryJobStore();
    }
}
