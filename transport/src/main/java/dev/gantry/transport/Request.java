package dev.gantry.transport;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Payload;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request to send. The transport adds Host (unless given), Content-Length, Expect and Connection.
 *
 * @param method a token of capital letters
 * @param target path and query exactly as they go out, percent-encoded; refused with {@link IllegalArgumentException}
 *     if it holds a blank, a control or a character outside ASCII
 * @param body of known length; taken over and closed by the client that sends it, whatever the outcome
 * @param digests checksums of the body to compute as it goes out, for {@link Answer#sent}; CRC32 and CRC32C alone, since
 *     others would hold up an event loop
 */
public record Request(
        String method, String target, Headers headers, Optional<Payload> body, Set<ChecksumType> digests) {

    private static final Pattern METHOD = Pattern.compile("[A-Z]+");
    private static final Set<ChecksumType> QUICK = EnumSet.of(ChecksumType.CRC32, ChecksumType.CRC32C);
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
        digests = Set.copyOf(digests);
        if (!QUICK.containsAll(digests)) {
            throw new IllegalArgumentException("not computed while a body is sent: " + digests);
        }
    }

    /** A request of whose body nothing is computed. */
    public Request(String method, String target, Headers headers, Optional<Payload> body) {
        this(method, target, headers, body, Set.of());
    }

    /** A request without a body. */
    public static Request of(String method, String target, Headers headers) {
        return new Request(method, target, headers, Optional.empty());
    }
}
