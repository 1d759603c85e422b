package dev.gantry.engine;

import dev.gantry.domain.InvalidValueException;
import java.time.Duration;

/**
 * How a {@link BulkTransfer} works.
 *
 * @param parallel how many blobs move at once, 1 to 256
 * @param attempts how often a call is made in all before a store or node that is not available counts as a failure
 * @param backoff how long the second attempt waits where the node names no time; each later one waits twice as long, up
 *     to 15 seconds
 */
public record TransferSettings(int parallel, int attempts, Duration backoff) {

    /** Eight blobs at once; six attempts, half a second behind the first. */
    public static final TransferSettings DEFAULT = new TransferSettings(8, 6, Duration.ofMillis(500));

    public TransferSettings {
        if (parallel < 1 || parallel > 256 || attempts < 1 || backoff.isNegative()) {
            throw new InvalidValueException("no transfer: " + parallel + " blobs at once (1 to 256), " + attempts
                    + " attempts, back-off " + backoff);
        }
    }
}
