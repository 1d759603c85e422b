package dev.gantry.durastore;

import java.io.IOException;

/** A document came whole and is not what it should be: reading it again will not help. */
final class UnusableDocumentException extends IOException {

    private static final long serialVersionUID = 1L;

    UnusableDocumentException(String message, Throwable cause) {
        super(message, cause);
    }
}
