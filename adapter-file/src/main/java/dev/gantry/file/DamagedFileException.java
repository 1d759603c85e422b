package dev.gantry.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the store does not hold what this format demands. */
final class DamagedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedFileException(Path file, String reason) {
        super("the file " + file + " is damaged: " + reason + "; restore it from a backup or delete the object");
    }

    DamagedFileException(Path file, Throwable cause) {
        this(file, String.valueOf(cause.getMessage()));
        initCause(cause);
    }
}
