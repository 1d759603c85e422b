package dev.gantry.transport;

import dev.gantry.ports.payload.Streamed;

/** The head of an answer and its body, which the receiver must close. Nothing is read of the body before it is asked. */
public record Answer(int status, Headers headers, Streamed body) implements AutoCloseable {

    @Override
    public void close() {
        body.close();
    }
}
