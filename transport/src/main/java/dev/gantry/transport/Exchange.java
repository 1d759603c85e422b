package dev.gantry.transport;

import dev.gantry.ports.payload.Streamed;

/** One request and the answer it waits for. Thread-safe. */
public interface Exchange {

    /** The method, as {@code PUT}. */
    String method();

    /** Path and query exactly as they came, percent-encoding and all. */
    String target();

    Headers headers();

    /** The far side's address, for logs. */
    String peer();

    /**
     * The body, empty where there is none. The caller must close it. Nothing is read from the connection before its
     * source is asked, and a client that expects 100-continue is told to go on only then. A body that was not taken,
     * or closed before its end, is dropped: at most 1 MiB is drained, then the connection ends with the answer.
     *
     * @throws IllegalStateException on a second call
     */
    Streamed body();

    /**
     * Whether the far side is gone: the connection is closed or reset. One that has only ended its sending half still
     * waits for its answer. An answer to nobody goes nowhere, and its payloads are closed all the same.
     */
    boolean isGone();

    /** Runs {@code action} once the far side is gone or the answer is out, at once if that has happened. */
    void onEnd(Runnable action);

    /** Sends the answer, once. Takes over and closes what the reply holds, whatever the outcome. */
    void respond(Reply reply);
}
