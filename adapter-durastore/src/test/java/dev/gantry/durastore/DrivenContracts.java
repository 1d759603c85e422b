package dev.gantry.durastore;

import dev.gantry.tck.BucketStoreContract;
import dev.gantry.tck.ListContract;
import dev.gantry.tck.PropertyUpdateContract;
import dev.gantry.tck.ReadContract;
import dev.gantry.tck.ResumableWritesContract;
import dev.gantry.tck.WriteContract;

/** Every contract that the driven half keeps. */
interface DrivenContracts
        extends WriteContract,
                ReadContract,
                ListContract,
                BucketStoreContract,
                ResumableWritesContract,
                PropertyUpdateContract {}
