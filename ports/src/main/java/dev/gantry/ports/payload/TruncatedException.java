package dev.gantry.ports.payload;

import java.io.IOException;

/** The bytes ended before the length that was announced; the far side went away or sent too little. */
public final class TruncatedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Both lengths in bytes; {@code expected} is {@link Streamed#UNKNOWN} of a body that did not say how long it is. */
    public TruncatedException(long expected, long received) {
        super("the body ended after " + received
                + (expected == Streamed.UNKNOWN ? " bytes, before its end" : " of " + expected + " bytes"));
    }
}
