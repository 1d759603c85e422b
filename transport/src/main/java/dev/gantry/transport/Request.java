package dev.gantry.transport;

import dev.gantry.ports.payload.Payload;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request to send. The transport adds Host (unless given), Content-Length, Expect and Connection.
 *
 * @param method a token of capital letters
 * @param target path and query exactly as they go out, percent-encoded; refused with {@link IllegalArgumentException}
 *     if it holds a blank, a control or a character outside ASCII
 * @param body of known length; taken over and closed by the client that sends it, whatever the outcome
 */
public record Request(String method, String target, Headers headers, Optional<Payload> body) {

    private static final Pattern METHOD = Pattern.compile("[A-Z]+");
    private static final Pattern TARGET = Pattern.compile("[!-~]+");

    public Request {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
        if (!METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException("not a method: " + method);
        }
        if (!TARGET.matcher(target).matches()) {
            throw new IllegalArgumentException("not percent-encoded: " + target);
        }
    }

    /** A request without a body. */
    public static Request of(String method, String target, Headers headers) {
        return new Request(method, target, headers, Optional.empty());
    }
}
