package dev.gantry.durastore;

import java.time.InstantSource;
import java.util.Objects;

/**
 * How a node serves DuraStore.
 *
 * @param tls whether clients reach the node by TLS; answers name addresses accordingly
 * @param maxTaskBody the most bytes that a task's parameters may have
 * @param clock tells the time
 */
public record DurastoreSettings(boolean tls, long maxTaskBody, InstantSource clock) {

    /** Where the API begins: DuraStore's own context path. */
    public static final String CONTEXT = "/durastore";

    /** 1 MiB: the parameters of every task known have a few hundred bytes. */
    public static final long DEFAULT_MAX_TASK_BODY = 1L << 20;

    public DurastoreSettings {
        Objects.requireNonNull(clock, "clock");
        if (maxTaskBody < 1) {
            throw new IllegalArgumentException("maxTaskBody must be at least 1: " + maxTaskBody);
        }
    }

    /** With the default limits. */
    public static DurastoreSettings of(boolean tls, InstantSource clock) {
        return new DurastoreSettings(tls, DEFAULT_MAX_TASK_BODY, clock);
    }
}
