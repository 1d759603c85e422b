package dev.gantry.engine;

import java.io.IOException;

/** Why a file could not be stored or fetched; the message is fit to show to a person. */
final class TreeException extends IOException {

    private static final long serialVersionUID = 1L;

    TreeException(String message) {
        super(message);
    }
}
