package dev.gantry.transport;

import java.io.IOException;

/** A body has more bytes than whoever reads it takes. */
public final class BodyTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    /** {@code limit} in bytes. */
    public BodyTooLargeException(long limit) {
        super("the body is larger than the " + limit + " bytes that are taken here");
    }
}
