package dev.gantry.ports.api;

import dev.gantry.domain.User;

/**
 * One user's view of a node: all it can do. In process it is the engine; {@code adapter-spectra} offers the same over the
 * wire. Thread-safe; holds nothing that needs closing.
 */
public interface Gateway {

    /** Whose view it is. */
    User user();

    Stores stores();

    Buckets buckets();

    Objects objects();

    Jobs jobs();

    JobEndings endings();

    Chunks chunks();

    Blobs blobs();

    JobEntries entries();

    CreationFailures creationFailures();

    Replication replication();

    Tasks tasks();

    Waits waits();

    Limits limits();

    Media media();
}
