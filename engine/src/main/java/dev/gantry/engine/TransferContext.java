package dev.gantry.engine;

import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.spi.DurableWrites;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What one run of {@link BulkTransfer} works with.
 *
 * @param disk what is written to local directories passes it
 */
record TransferContext(
        Gateway gateway,
        TransferCalls calls,
        TransferQueue queue,
        InstantSource clock,
        DurableWrites disk,
        TransferListener listener) {

    Duration since(Instant begun) {
        return Duration.between(begun, clock.instant());
    }
}
