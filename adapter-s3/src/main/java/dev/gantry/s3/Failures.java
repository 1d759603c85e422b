package dev.gantry.s3;

import java.util.concurrent.CompletionException;

/** What failures say below their wrappers. */
final class Failures {

    private Failures() {}

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The message with that of the innermost cause, where that says more. */
    static String told(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost == failure || innermost.getMessage() == null
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " (" + innermost.getMessage() + ")";
    }
}
