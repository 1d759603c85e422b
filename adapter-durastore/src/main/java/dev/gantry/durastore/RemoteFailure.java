package dev.gantry.durastore;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Headers;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** Sorts what a DuraStore answers instead of a success (docs/durastore.md, Driven). */
final class RemoteFailure {

    private static final int MAX_TEXT = 500;

    private RemoteFailure() {}

    static RuntimeException of(RemoteCall call, int status, Headers headers, String text) {
        return call.isTask() && (status == 400 || status == 500)
                ? ofTask(status, text)
                : of(call.toString(), status, headers, text);
    }

    /** Of a task, 400 means that it cannot be had so, and 500 everything else, wrong parameters first of all. */
    private static RuntimeException ofTask(int status, String text) {
        String reason = text.strip().replaceFirst("^Execution of task \\S+ is not supported as requested\\. ?", "");
        return status == 400
                ? new ProviderException.Rejected(reason, null)
                : new InvalidValueException("the DuraStore failed" + said(text));
    }

    private static ProviderException of(String call, int status, Headers headers, String text) {
        String message = call + " was answered with " + status + said(text);
        return switch (status) {
            case 401, 403 ->
                new ProviderException.Rejected(message + "; check user, password and what the user may do", null);
            case 404, 410 -> new ProviderException.NotFound(message);
            case 409 -> new ProviderException.Conflict(text.isBlank() ? message : text.strip());
            case 429, 503 -> new ProviderException.Throttled(message, retryAfter(headers));
            case 507 -> new ProviderException.ReadOnly(message, null);
            default ->
                status >= 500
                        ? new ProviderException.Unavailable(message, null)
                        : new ProviderException.Rejected(message, null);
        };
    }

    private static String said(String text) {
        String line = text.strip();
        return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(line.length(), MAX_TEXT));
    }

    private static Duration retryAfter(Headers headers) {
        return headers.first("Retry-After")
                .filter(value -> value.strip().matches("\\d{1,5}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value.strip())))
                .orElse(Duration.ZERO);
    }

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** What a failure of the connection, or of reading an answer, is to the engine. */
    static RuntimeException unreachable(String where, Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof ProviderException known) {
            return known;
        }
        return cause instanceof IllegalArgumentException
                ? new ProviderException.Rejected(
                        "a request to the DuraStore " + where + " cannot be sent: " + cause.getMessage(), cause)
                : new ProviderException.Unavailable(
                        "the DuraStore " + where + " did not answer: " + cause.getMessage(), cause);
    }
}
