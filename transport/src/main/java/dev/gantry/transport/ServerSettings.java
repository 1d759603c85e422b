package dev.gantry.transport;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * What a server is run with (docs/transport.md, Limits).
 *
 * @param maxHeadBytes a request's line and headers together; a longer head is answered with 431
 * @param maxConnections open at one time; the next one gets 503 and is closed
 * @param idleTimeout how long the far side may send or take no byte while the server waits for it, and how long a
 *     connection may stay without a complete request
 * @param maxDrainedBytes how much of a body that nobody wants is read to keep the connection
 * @param ioThreads number of event loops
 * @param polling how the loops wait
 * @param clock for the Date header
 * @param documents runs the writers of {@link Reply.Document}; they block while their reader is slow
 * @param digests computes MD5 and SHA checksums of bodies
 */
public record ServerSettings(
        int maxHeadBytes,
        int maxConnections,
        Duration idleTimeout,
        long maxDrainedBytes,
        int ioThreads,
        Polling polling,
        InstantSource clock,
        Executor documents,
        Executor digests) {

    public ServerSettings {
        Limits.positive("maxHeadBytes", maxHeadBytes);
        Limits.positive("maxConnections", maxConnections);
        Limits.positive("idleTimeout in ms", idleTimeout.toMillis());
        Limits.notNegative("maxDrainedBytes", maxDrainedBytes);
        Limits.positive("ioThreads", ioThreads);
        Objects.requireNonNull(polling, "polling");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(documents, "documents");
        Objects.requireNonNull(digests, "digests");
    }

    /** 64 KiB of head, 1,024 connections, 60 s, 1 MiB drained, one event loop a processor, epoll. */
    public static ServerSettings defaults(Executor documents, Executor digests) {
        return new ServerSettings(
                64 << 10,
                1024,
                Duration.ofSeconds(60),
                1 << 20,
                Runtime.getRuntime().availableProcessors(),
                Polling.NATIVE,
                InstantSource.system(),
                documents,
                digests);
    }

    public ServerSettings withMaxHeadBytes(int bytes) {
        return new ServerSettings(
                bytes, maxConnections, idleTimeout, maxDrainedBytes, ioThreads, polling, clock, documents, digests);
    }

    public ServerSettings withMaxConnections(int connections) {
        return new ServerSettings(
                maxHeadBytes, connections, idleTimeout, maxDrainedBytes, ioThreads, polling, clock, documents, digests);
    }

    public ServerSettings withIdleTimeout(Duration timeout) {
        return new ServerSettings(
                maxHeadBytes, maxConnections, timeout, maxDrainedBytes, ioThreads, polling, clock, documents, digests);
    }

    public ServerSettings withIoThreads(int threads) {
        return new ServerSettings(
                maxHeadBytes,
                maxConnections,
                idleTimeout,
                maxDrainedBytes,
                threads,
                polling,
                clock,
                documents,
                digests);
    }

    public ServerSettings withPolling(Polling how) {
        return new ServerSettings(
                maxHeadBytes, maxConnections, idleTimeout, maxDrainedBytes, ioThreads, how, clock, documents, digests);
    }
}
