package dev.gantry.durastore;

import dev.gantry.domain.StoreId;
import dev.gantry.transport.ClientSettings;
import java.time.InstantSource;
import java.util.UUID;

/** The driven half with few threads, for tests. */
final class Driven {

    private Driven() {}

    static DurastoreProvider provider(DurastoreAccount account) {
        return provider(account, InstantSource.system());
    }

    static DurastoreProvider provider(DurastoreAccount account, InstantSource clock) {
        return DurastoreProvider.at(
                new StoreId("remote"),
                account,
                executor -> ClientSettings.defaults(executor).withIoThreads(2),
                UUID::randomUUID,
                clock);
    }
}
