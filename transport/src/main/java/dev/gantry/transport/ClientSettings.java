package dev.gantry.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * What a client is run with (docs/transport.md, Limits).
 *
 * @param connectionsPerEndpoint open to one host and port at a time; further requests wait in order
 * @param maxWaiting requests to one host and port that may wait for a connection; the next one fails
 * @param connectTimeout how long a connection may take to be made
 * @param idleTimeout how long the far side may send or take no byte while the client waits for it
 * @param keepAlive how long an unused connection is kept
 * @param continueAbove bodies of more bytes are announced with Expect: 100-continue
 * @param continueTimeout how long the answer to that is awaited before the body is sent all the same
 * @param maxHeadBytes an answer's line, and its headers; an answer with more fails
 * @param ioThreads number of event loops
 * @param polling how the loops wait
 * @param background looks up names and computes MD5 and SHA checksums of bodies
 */
public record ClientSettings(
        int connectionsPerEndpoint,
        int maxWaiting,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration keepAlive,
        long continueAbove,
        Duration continueTimeout,
        int maxHeadBytes,
        int ioThreads,
        Polling polling,
        Executor background) {

    public ClientSettings {
        Limits.positive("connectionsPerEndpoint", connectionsPerEndpoint);
        Limits.notNegative("maxWaiting", maxWaiting);
        Limits.positive("connectTimeout in ms", connectTimeout.toMillis());
        Limits.positive("idleTimeout in ms", idleTimeout.toMillis());
        Limits.positive("keepAlive in ms", keepAlive.toMillis());
        Limits.notNegative("continueAbove", continueAbove);
        Limits.positive("continueTimeout in ms", continueTimeout.toMillis());
        Limits.positive("maxHeadBytes", maxHeadBytes);
        Limits.positive("ioThreads", ioThreads);
        Objects.requireNonNull(polling, "polling");
        Objects.requireNonNull(background, "background");
    }

    /**
     * 16 connections and 1,024 waiting requests an endpoint, 5 s to connect, 60 s idle, 30 s kept alive, 100-continue
     * above 64 KiB and for 1 s, 64 KiB of head, one event loop a processor, epoll.
     */
    public static ClientSettings defaults(Executor background) {
        return new ClientSettings(
                16,
                1024,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                64 << 10,
                Duration.ofSeconds(1),
                64 << 10,
                Runtime.getRuntime().availableProcessors(),
                Polling.NATIVE,
                background);
    }

    /** These settings with another number of connections and of requests that wait for one. */
    public ClientSettings withConnections(int perEndpoint, int waiting) {
        return new ClientSettings(
                perEndpoint,
                waiting,
                connectTimeout,
                idleTimeout,
                keepAlive,
                continueAbove,
                continueTimeout,
                maxHeadBytes,
                ioThreads,
                polling,
                background);
    }

    public ClientSettings withIdleTimeout(Duration timeout) {
        return new ClientSettings(
                connectionsPerEndpoint,
                maxWaiting,
                connectTimeout,
                timeout,
                keepAlive,
                continueAbove,
                continueTimeout,
                maxHeadBytes,
                ioThreads,
                polling,
                background);
    }

    public ClientSettings withKeepAlive(Duration time) {
        return new ClientSettings(
                connectionsPerEndpoint,
                maxWaiting,
                connectTimeout,
                idleTimeout,
                time,
                continueAbove,
                continueTimeout,
                maxHeadBytes,
                ioThreads,
                polling,
                background);
    }

    public ClientSettings withIoThreads(int threads) {
        return new ClientSettings(
                connectionsPerEndpoint,
                maxWaiting,
                connectTimeout,
                idleTimeout,
                keepAlive,
                continueAbove,
                continueTimeout,
                maxHeadBytes,
                threads,
                polling,
                background);
    }

    public ClientSettings withPolling(Polling how) {
        return new ClientSettings(
                connectionsPerEndpoint,
                maxWaiting,
                connectTimeout,
                idleTimeout,
                keepAlive,
                continueAbove,
                continueTimeout,
                maxHeadBytes,
                ioThreads,
                how,
                background);
    }
}
