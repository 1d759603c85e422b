package dev.gantry.transport;

import dev.gantry.ports.payload.Payload;
import java.util.Optional;

/**
 * A request to send. The transport adds Host, Content-Length and Connection.
 *
 * @param target path and query exactly as they go out, percent-encoded
 * @param body of known length; taken over and closed by the client that sends it, whatever the outcome
 */
public record Request(String method, String target, Headers headers, Optional<Payload> body) {}
