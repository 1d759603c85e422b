package dev.gantry.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Time, ids, chance and threads: all that an engine takes from outside of its ports. */
public interface Environment extends AutoCloseable {

    /** The time of day, for dates that people see. */
    Instant now();

    /** A clock that only goes forward, in nanoseconds, for measuring. */
    long nanos();

    /** An id that nobody else has. */
    UUID newId();

    /** A number from 0 (inclusive) to 1 (exclusive), for spreading retries. */
    double chance();

    /** Runs tasks one after the other, in order; they never block. */
    Executor control();

    /** Runs tasks that may block. */
    Executor blocking();

    /** Runs {@code action} on the control thread after {@code delay}; the answer calls it off. */
    Runnable after(Duration delay, Runnable action);

    /** Ends the threads that the environment made. A second call does nothing. */
    @Override
    void close();
}
