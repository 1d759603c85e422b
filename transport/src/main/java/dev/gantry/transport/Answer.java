package dev.gantry.transport;

import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Streamed;

/**
 * The head of an answer and its body, which the receiver must close. Nothing is read of the body before it is asked.
 *
 * @param sent the checksums that {@link Request#digests} asked for; none if the answer came before the whole body was
 *     sent
 */
public record Answer(int status, Headers headers, Streamed body, Checksums sent) implements AutoCloseable {

    @Override
    public void close() {
        body.close();
    }
}
