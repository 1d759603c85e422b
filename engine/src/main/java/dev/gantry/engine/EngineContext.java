package dev.gantry.engine;

import dev.gantry.ports.spi.JobStore;

/** What every part of an engine works with. */
record EngineContext(
        Environment environment,
        EngineSettings settings,
        Control control,
        JobStore jobStore,
        StoreDirectory stores,
        ObjectDirectory objects,
        LimitBook limits) {}
