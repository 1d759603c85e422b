package dev.gantry.s3;

import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.tck.CutSource;
import dev.gantry.transport.Answer;
import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.Origin;
import dev.gantry.transport.Reply;
import dev.gantry.transport.Request;
import dev.gantry.transport.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Stands in front of S3Proxy, counts requests, and answers those that it is told to otherwise than S3Proxy does. */
final class FaultProxy implements AutoCloseable {

    private static final Set<String> NOT_PASSED =
            Set.of("content-length", "transfer-encoding", "connection", "date", "expect", "keep-alive");

    /** An answer with its bytes at hand. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Whole(int status, Headers headers, byte[] bytes) {}

    /** What becomes of a request. */
    @FunctionalInterface
    interface Fault {
        void apply(FaultProxy proxy, Exchange exchange);
    }

    private record Rule(Predicate<Exchange> which, AtomicInteger times, Fault fault) {}

    private final ConcurrentLinkedDeque<Rule> rules = new ConcurrentLinkedDeque<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = new HttpClient(ClientSettings.defaults(threads));
    private final HttpServer server;
    private final Origin upstream;

    FaultProxy(int port) {
        upstream = Origin.http("127.0.0.1", port);
        try {
            server = HttpServer.start(
                    ServerSettings.defaults(threads, threads),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    this::handle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.port();
    }

    /** How many requests came so far. */
    int requests() {
        return requests.get();
    }

    /** How many bytes of bodies came and went so far. */
    long bytes() {
        return bytes.get();
    }

    /** The next requests of that kind end so; one of another method or target passes. */
    void next(int times, Predicate<Exchange> which, Fault fault) {
        rules.add(new Rule(which, new AtomicInteger(times), fault));
    }

    static Predicate<Exchange> method(String method) {
        return exchange -> exchange.method().equals(method);
    }

    static Predicate<Exchange> target(String part) {
        return exchange -> exchange.target().contains(part);
    }

    static Predicate<Exchange> header(String name) {
        return exchange -> exchange.headers().first(name).isPresent();
    }

    /** Refuses without having done anything. */
    static Fault refuse(int status, String code, String... headers) {
        return say(status, error(code), headers);
    }

    /** Answers so without having done anything. */
    static Fault say(int status, byte[] document, String... headers) {
        return (proxy, exchange) -> {
            exchange.body().close();
            proxy.answer(exchange, new Whole(status, headers(headers), document));
        };
    }

    /** Does what was asked, and answers with a failure all the same. */
    static Fault refuseAfter(int status, String code) {
        return (proxy, exchange) -> proxy.pass(exchange)
                .thenAccept(done -> proxy.answer(exchange, new Whole(status, headers(), error(code))));
    }

    /** Another answer than came. */
    static Fault change(UnaryOperator<Whole> how) {
        return (proxy, exchange) -> proxy.pass(exchange).thenAccept(whole -> proxy.answer(exchange, how.apply(whole)));
    }

    /** The answer's bytes end in the middle, and the connection with them. */
    static Fault truncate() {
        return (proxy, exchange) -> proxy.pass(exchange).thenAccept(whole -> {
            Payload cut = CutSource.cut(Buffers.of(whole.bytes()), whole.bytes().length / 2);
            exchange.respond(new Reply(whole.status(), whole.headers(), new Reply.Payloads(List.of(cut), NOBODY)));
        });
    }

    private static final Reply.Delivery NOBODY = new Reply.Delivery() {
        @Override
        public void delivered() {}

        @Override
        public void failed() {}
    };

    static Headers headers(String... fields) {
        Headers.Builder headers = Headers.builder();
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        return headers.build();
    }

    static Headers without(Headers headers, String field) {
        Headers.Builder left = Headers.builder();
        headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase(field)) {
                left.add(name, value);
            }
        });
        return left.build();
    }

    static byte[] error(String code) {
        return ("<Error><Code>" + code + "</Code><Message>as the test wants it</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void handle(Exchange exchange) {
        requests.incrementAndGet();
        Optional<Rule> rule = rules.stream()
                .filter(r -> r.which().test(exchange) && r.times().getAndDecrement() > 0)
                .findFirst();
        rule.map(Rule::fault)
                .orElse((proxy, e) -> pass(e).thenAccept(whole -> answer(e, whole)))
                .apply(this, exchange);
    }

    private CompletableFuture<Whole> pass(Exchange exchange) {
        Headers.Builder headers = Headers.builder();
        exchange.headers().forEach((name, value) -> {
            if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
                headers.add(name, value);
            }
        });
        Streamed body = exchange.body();
        bytes.addAndGet(Math.max(0, body.length()));
        Optional<Payload> sent = body.length() > 0 ? Optional.of(body) : Optional.empty();
        return client.send(upstream, new Request(exchange.method(), exchange.target(), headers.build(), sent))
                .thenApplyAsync(FaultProxy::whole, threads)
                .toCompletableFuture()
                .whenComplete((whole, failure) -> body.close())
                .exceptionally(failure -> new Whole(502, headers(), error("BadGateway")));
    }

    private static Whole whole(Answer answer) {
        Headers.Builder headers = Headers.builder();
        answer.headers().forEach((name, value) -> {
            if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
                headers.add(name, value);
            }
        });
        answer.headers().first("Content-Length").ifPresent(length -> headers.add("x-test-length", length));
        try (BlockingBody in = new BlockingBody(answer.body(), 64 << 20, Duration.ofSeconds(20))) {
            return new Whole(answer.status(), headers.build(), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void answer(Exchange exchange, Whole whole) {
        Reply.Body body = exchange.method().equals("HEAD")
                ? new Reply.Empty(whole.headers()
                        .first("x-test-length")
                        .map(Long::parseLong)
                        .orElse(0L))
                : new Reply.Bytes(whole.bytes());
        bytes.addAndGet(whole.bytes().length);
        exchange.respond(new Reply(whole.status(), whole.headers(), body));
    }

    @Override
    public void close() {
        server.close();
        client.close();
        threads.shutdownNow();
    }
}
