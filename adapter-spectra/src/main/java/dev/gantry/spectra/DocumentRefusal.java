package dev.gantry.spectra;

import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.BodyTooLargeException;
import java.io.CharConversionException;
import java.io.IOException;

/** What the client of a document that cannot be read is told. */
final class DocumentRefusal {

    private DocumentRefusal() {}

    /** {@code failure} is what the parser says, {@code cause} what lies behind it, or the same. */
    static ApiException of(Exception failure, Throwable cause) {
        if (cause instanceof BodyTooLargeException) {
            return new ApiException(Problem.INVALID, "the document is too large: " + cause.getMessage(), failure);
        }
        return cause instanceof IOException && !(cause instanceof CharConversionException)
                ? new ApiException(Problem.WRONG_LENGTH, "the document did not arrive: " + cause.getMessage(), failure)
                : new ApiException(
                        Problem.INVALID, "the document is not well-formed: " + failure.getMessage(), failure);
    }
}
