package dev.gantry.ports.payload;

import java.io.IOException;

/** The bytes ended before the length that was announced; the far side went away or sent too little. */
public final class TruncatedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Both lengths in bytes. */
    public TruncatedException(long expected, long received) {
        super("the body ended after " + received + " of " + expected + " bytes");
    }
}
