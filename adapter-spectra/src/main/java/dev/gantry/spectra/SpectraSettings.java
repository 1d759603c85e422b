package dev.gantry.spectra;

import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntSupplier;

/**
 * What a node says of itself to Spectra S3 clients, and the limits it sets them.
 *
 * @param host the name or address under which clients reach the node; answers name it as the node's end point
 * @param port the port clients reach, asked for with each answer, since it may be known only once the node listens
 * @param tls whether that port speaks TLS
 * @param node names this node; the same after a restart
 * @param maxDocument the largest XML document with the objects of a new job, in bytes
 * @param maxSmallDocument the largest XML document of any other request, in bytes
 * @param maxPlan the largest document of a job to replicate, in bytes: such a plan is held in memory, one at a time
 * @param maxSkew how far a request's date may be from the clock, in seconds, either way
 * @param clock tells the time
 */
public record SpectraSettings(
        String host,
        IntSupplier port,
        boolean tls,
        UUID node,
        long maxDocument,
        long maxSmallDocument,
        long maxPlan,
        long maxSkew,
        InstantSource clock) {

    /** Room for 500,000 objects with the longest names. */
    public static final long DEFAULT_MAX_DOCUMENT = 1L << 30;

    /** Room for ten thousand of them. */
    public static final long DEFAULT_MAX_SMALL_DOCUMENT = 64L << 20;

    /** Room for some 50,000 objects. */
    public static final long DEFAULT_MAX_PLAN = 32L << 20;

    /** Amazon's 15 minutes. */
    public static final long DEFAULT_MAX_SKEW = 900;

    public SpectraSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(port, "port");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(clock, "clock");
        if (maxDocument < 1 || maxSmallDocument < 1 || maxPlan < 1 || maxSkew < 1) {
            throw new IllegalArgumentException("limits must be at least 1: maxDocument " + maxDocument
                    + ", maxSmallDocument " + maxSmallDocument + ", maxPlan " + maxPlan + ", maxSkew " + maxSkew);
        }
    }

    /** With the default limits. */
    public static SpectraSettings of(String host, IntSupplier port, boolean tls, UUID node, InstantSource clock) {
        return new SpectraSettings(
                host,
                port,
                tls,
                node,
                DEFAULT_MAX_DOCUMENT,
                DEFAULT_MAX_SMALL_DOCUMENT,
                DEFAULT_MAX_PLAN,
                DEFAULT_MAX_SKEW,
                clock);
    }
}
