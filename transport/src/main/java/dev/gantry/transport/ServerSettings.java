package dev.gantry.transport;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What a server is run with (docs/transport.md, Limits). Immutable; each {@code with} gives changed settings. */
public final class ServerSettings {

    private final Executor documents;
    private final Executor digests;
    private int maxHeadBytes = 64 << 10; // these change only before a copy is handed out
    private int maxConnections = 1024;
    private Duration idleTimeout = Duration.ofSeconds(60);
    private long maxDrainedBytes = 1 << 20;
    private int ioThreads = Runtime.getRuntime().availableProcessors();
    private Polling polling = Polling.NATIVE;
    private Forwarding forwarding = Forwarding.AUTO;
    private ByteBudget budget = new ByteBudget(ByteBudget.DEFAULT);
    private InstantSource clock = InstantSource.system();
    private Optional<ServerTls> tls = Optional.empty();

    private ServerSettings(Executor documents, Executor digests) {
        this.documents = Objects.requireNonNull(documents, "documents");
        this.digests = Objects.requireNonNull(digests, "digests");
    }

    /**
     * 64 KiB of head, 1,024 connections, 60 s, 1 MiB drained, one event loop a processor, epoll, no TLS.
     *
     * @param documents runs the writers of {@link Reply.Document}; they block while their reader is slow
     * @param digests computes MD5 and SHA checksums of bodies
     */
    public static ServerSettings defaults(Executor documents, Executor digests) {
        return new ServerSettings(documents, digests);
    }

    /** A request's line and headers together; a longer head is answered with 431. */
    public ServerSettings withMaxHeadBytes(int bytes) {
        Limits.positive("maxHeadBytes", bytes);
        return with(s -> s.maxHeadBytes = bytes);
    }

    /** Connections open at one time; the next one gets 503 and is closed. */
    public ServerSettings withMaxConnections(int connections) {
        Limits.positive("maxConnections", connections);
        return with(s -> s.maxConnections = connections);
    }

    /**
     * How long the far side may send or take no byte while the server waits for it, and how long a connection may stay
     * without a complete request.
     */
    public ServerSettings withIdleTimeout(Duration timeout) {
        Limits.positive("idleTimeout in ms", timeout.toMillis());
        return with(s -> s.idleTimeout = timeout);
    }

    /** Number of event loops that move data; one more accepts. */
    public ServerSettings withIoThreads(int threads) {
        Limits.positive("ioThreads", threads);
        return with(s -> s.ioThreads = threads);
    }

    /** The bytes that may lie in buffers; shared with whoever is given the same budget. 64 MiB of its own if not set. */
    public ServerSettings withBudget(ByteBudget shared) {
        Objects.requireNonNull(shared, "budget");
        return with(s -> s.budget = shared);
    }

    /**
     * How bodies go out that another connection receives; {@link Forwarding#AUTO} if not set. With {@link
     * Forwarding#SPLICE} what is started with these settings fails with {@link IllegalStateException} where nothing can
     * be spliced.
     */
    public ServerSettings withForwarding(Forwarding how) {
        Objects.requireNonNull(how, "forwarding");
        return with(s -> s.forwarding = how);
    }

    /** How the loops wait. */
    public ServerSettings withPolling(Polling how) {
        Objects.requireNonNull(how, "polling");
        return with(s -> s.polling = how);
    }

    /** Speaks TLS and nothing else. */
    public ServerSettings withTls(ServerTls with) {
        return with(s -> s.tls = Optional.of(with));
    }

    int maxHeadBytes() {
        return maxHeadBytes;
    }

    int maxConnections() {
        return maxConnections;
    }

    Duration idleTimeout() {
        return idleTimeout;
    }

    /** How much of a body that nobody wants is read to keep the connection. */
    long maxDrainedBytes() {
        return maxDrainedBytes;
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

    /** For the Date header. */
    InstantSource clock() {
        return clock;
    }

    Executor documents() {
        return documents;
    }

    Executor digests() {
        return digests;
    }

    Optional<ServerTls> tls() {
        return tls;
    }

    private ServerSettings with(Consumer<ServerSettings> change) {
        ServerSettings changed = new ServerSettings(documents, digests);
        changed.maxHeadBytes = maxHeadBytes;
        changed.maxConnections = maxConnections;
        changed.idleTimeout = idleTimeout;
        changed.maxDrainedBytes = maxDrainedBytes;
        changed.ioThreads = ioThreads;
        changed.polling = polling;
        changed.forwarding = forwarding;
        changed.budget = budget;
        changed.clock = clock;
        changed.tls = tls;
        change.accept(changed);
        return changed;
    }
}
