package dev.gantry.glacier;

import dev.gantry.ports.spi.ProviderException;

/** The answer to a charge. */
sealed interface Reservation {

    /** The money counts as spent; whoever has this settles it once the service has answered. */
    record Held(LedgerLine line) implements Reservation {}

    /** A cap does not allow it. */
    record Refused(ProviderException why) implements Reservation {}
}
