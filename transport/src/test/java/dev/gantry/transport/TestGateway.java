package dev.gantry.transport;

import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Payload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/** A server that passes every request on to another and its answer back, bodies and all. */
final class TestGateway implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client;
    private final HttpServer server;
    private final InetSocketAddress upstream;
    private final Set<ChecksumType> digests;
    private UnaryOperator<Payload> around = UnaryOperator.identity();

    /** Why requests came to nothing, in their order. */
    final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

    final BlockingQueue<Checksums> digested = new LinkedBlockingQueue<>();
    final Deliveries deliveries = new Deliveries();

    TestGateway(Forwarding forwarding, Polling polling, Duration idle, InetSocketAddress upstream) throws IOException {
        this(forwarding, polling, idle, upstream, Set.of());
    }

    /** {@code digests} of what goes to {@code upstream} are kept in {@link #digested}. */
    TestGateway(
            Forwarding forwarding,
            Polling polling,
            Duration idle,
            InetSocketAddress upstream,
            Set<ChecksumType> digests)
            throws IOException {
        this.digests = digests;
        this.upstream = upstream;
        client = new HttpClient(ClientSettings.defaults(threads)
                .withPolling(polling)
                .withForwarding(forwarding)
                .withIdleTimeout(idle)
                .withIoThreads(2));
        server = HttpServer.start(
                ServerSettings.defaults(threads, threads)
                        .withPolling(polling)
                        .withForwarding(forwarding)
                        .withIdleTimeout(idle)
                        .withIoThreads(2),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                this::pass);
    }

    /** Bodies go through {@code reader} on their way. */
    TestGateway around(UnaryOperator<Payload> reader) {
        around = reader;
        return this;
    }

    private void pass(Exchange exchange) {
        Payload body = exchange.body();
        Optional<Payload> passed = body.length() > 0 ? Optional.of(around.apply(body)) : Optional.empty();
        if (passed.isEmpty()) {
            body.close();
        }
        client.send(upstream, new Request(exchange.method(), exchange.target(), Headers.none(), passed, digests))
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        failures.add(String.valueOf(failure));
                        exchange.respond(Reply.empty(502, Headers.none()));
                    } else {
                        digested.add(answer.sent());
                        exchange.respond(new Reply(
                                answer.status(),
                                Headers.none(),
                                new Reply.Payloads(List.of(around.apply(answer.body())), deliveries)));
                    }
                });
    }

    HttpServer server() {
        return server;
    }

    RawClient connect() throws IOException {
        return new RawClient(server.address());
    }

    RawClient connect(int receiveBuffer) throws IOException {
        return new RawClient(server.address(), receiveBuffer);
    }

    /** Pipes that are in use. */
    int lent() {
        return server.bounds().pipes().lent() + client.bounds().pipes().lent();
    }

    long moved(BytesMoved.Path path) {
        return server.moved().by(path) + client.moved().by(path);
    }

    @Override
    public void close() {
        server.close();
        client.close();
        threads.shutdownNow();
    }
}
