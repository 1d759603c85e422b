package dev.gantry.glacier;

/** The answer to a charge. */
sealed interface Reservation {

    /** The money counts as spent; whoever has this settles it once the service has answered. */
    record Held(LedgerLine line) implements Reservation {}

    /** A cap does not allow it. */
    record Refused(String why) implements Reservation {}
}
