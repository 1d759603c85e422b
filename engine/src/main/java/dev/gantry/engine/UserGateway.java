package dev.gantry.engine;

import dev.gantry.domain.User;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Buckets;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.api.CreationFailures;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.JobEndings;
import dev.gantry.ports.api.JobEntries;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Limits;
import dev.gantry.ports.api.Media;
import dev.gantry.ports.api.Objects;
import dev.gantry.ports.api.Replication;
import dev.gantry.ports.api.Stores;
import dev.gantry.ports.api.Tasks;
import dev.gantry.ports.api.Waits;

/** One user's view of the engine. */
record UserGateway(
        User user,
        Stores stores,
        Buckets buckets,
        Objects objects,
        Jobs jobs,
        JobEndings endings,
        Chunks chunks,
        Blobs blobs,
        JobEntries entries,
        CreationFailures creationFailures,
        Replication replication,
        Tasks tasks,
        Waits waits,
        Limits limits,
        Media media)
        implements Gateway {}
