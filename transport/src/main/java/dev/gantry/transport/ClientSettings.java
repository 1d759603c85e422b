package dev.gantry.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What a client is run with (docs/transport.md, Limits). Immutable; each {@code with} gives changed settings. */
public final class ClientSettings {

    private final Executor background;
    private int connectionsPerEndpoint = 16; // these change only before a copy is handed out
    private int maxWaiting = 1024;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private Duration keepAlive = Duration.ofSeconds(30);
    private long continueAbove = 64 << 10;
    private Duration continueTimeout = Duration.ofSeconds(1);
    private int maxHeadBytes = 64 << 10;
    private int ioThreads = Runtime.getRuntime().availableProcessors();
    private Polling polling = Polling.NATIVE;
    private Forwarding forwarding = Forwarding.AUTO;
    private ByteBudget budget = new ByteBudget(ByteBudget.DEFAULT);
    private ClientTls tls = ClientTls.system(TlsEngine.OPENSSL);

    private ClientSettings(Executor background) {
        this.background = Objects.requireNonNull(background, "background");
    }

    /**
     * 16 connections and 1,024 waiting requests an endpoint, 5 s to connect, 60 s idle, 30 s kept alive, 100-continue
     * above 64 KiB and for 1 s, 64 KiB of head, one event loop a processor, epoll, the system's certificates.
     *
     * @param background looks up names and computes MD5 and SHA checksums of bodies
     */
    public static ClientSettings defaults(Executor background) {
        return new ClientSettings(background);
    }

    /**
     * How many connections are open to one host and port at a time, and how many requests may wait for one; the next
     * one fails.
     */
    public ClientSettings withConnections(int perEndpoint, int waiting) {
        Limits.positive("connectionsPerEndpoint", perEndpoint);
        Limits.notNegative("maxWaiting", waiting);
        return with(s -> {
            s.connectionsPerEndpoint = perEndpoint;
            s.maxWaiting = waiting;
        });
    }

    /** How long the far side may send or take no byte while the client waits for it. */
    public ClientSettings withIdleTimeout(Duration timeout) {
        Limits.positive("idleTimeout in ms", timeout.toMillis());
        return with(s -> s.idleTimeout = timeout);
    }

    /** How long an unused connection is kept. */
    public ClientSettings withKeepAlive(Duration time) {
        Limits.positive("keepAlive in ms", time.toMillis());
        return with(s -> s.keepAlive = time);
    }

    /** Number of event loops. */
    public ClientSettings withIoThreads(int threads) {
        Limits.positive("ioThreads", threads);
        return with(s -> s.ioThreads = threads);
    }

    /** The bytes that may lie in buffers; shared with whoever is given the same budget. 64 MiB of its own if not set. */
    public ClientSettings withBudget(ByteBudget shared) {
        Objects.requireNonNull(shared, "budget");
        return with(s -> s.budget = shared);
    }

    /**
     * How bodies go out that another connection receives; {@link Forwarding#AUTO} if not set. With {@link
     * Forwarding#SPLICE} what is started with these settings fails with {@link IllegalStateException} where nothing can
     * be spliced.
     */
    public ClientSettings withForwarding(Forwarding how) {
        Objects.requireNonNull(how, "forwarding");
        return with(s -> s.forwarding = how);
    }

    /** How the loops wait. */
    public ClientSettings withPolling(Polling how) {
        Objects.requireNonNull(how, "polling");
        return with(s -> s.polling = how);
    }

    /** Whom {@code https} origins are believed. */
    public ClientSettings withTls(ClientTls with) {
        Objects.requireNonNull(with, "tls");
        return with(s -> s.tls = with);
    }

    int connectionsPerEndpoint() {
        return connectionsPerEndpoint;
    }

    int maxWaiting() {
        return maxWaiting;
    }

    /** How long a connection may take to be made, and as long again for TLS. */
    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration idleTimeout() {
        return idleTimeout;
    }

    Duration keepAlive() {
        return keepAlive;
    }

    /** Bodies of more bytes are announced with Expect: 100-continue. */
    long continueAbove() {
        return continueAbove;
    }

    /** How long the answer to that is awaited before the body is sent all the same. */
    Duration continueTimeout() {
        return continueTimeout;
    }

    /** An answer's line, and its headers; an answer with more fails. */
    int maxHeadBytes() {
        return maxHeadBytes;
    }

    int ioThreads() {
        return ioThreads;
    }

    ByteBudget budget() {
        return budget;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    Polling polling() {
        return polling;
    }

    ClientTls tls() {
        return tls;
    }

    Executor background() {
        return background;
    }

    private ClientSettings with(Consumer<ClientSettings> change) {
        ClientSettings changed = new ClientSettings(background);
        changed.connectionsPerEndpoint = connectionsPerEndpoint;
        changed.maxWaiting = maxWaiting;
        changed.connectTimeout = connectTimeout;
        changed.idleTimeout = idleTimeout;
        changed.keepAlive = keepAlive;
        changed.continueAbove = continueAbove;
        changed.continueTimeout = continueTimeout;
        changed.maxHeadBytes = maxHeadBytes;
        changed.ioThreads = ioThreads;
        changed.polling = polling;
        changed.forwarding = forwarding;
        changed.budget = budget;
        changed.tls = tls;
        change.accept(changed);
        return changed;
    }
}
