package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.Reply;
import dev.gantry.transport.ServerSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Our own fake of a Spectra S3 server, no real one: it takes exactly the requests a test expects, in that order, refuses
 * any that is not signed as the protocol demands, and answers with documents of the shapes in docs/spectra-s3.md.
 */
final class RemoteFake implements AutoCloseable {

    static final String ACCESS = "AKIA-TEST";
    static final String SECRET = "a secret/with+signs";
    static final Instant NOW = Instant.parse("2026-11-21T17:37:03Z");

    /** A request as it arrived. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Arrived(String line, Headers headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.first(name).orElse("");
        }
    }

    /** One answer to come: to the request that begins with {@code line}. */
    private record Expected(String line, Reply reply) {}

    private final Queue<Expected> expected = new ArrayDeque<>();
    private final List<Arrived> arrived = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final HttpClient client;
    private final long openBefore = Payload.open();

    RemoteFake() throws IOException {
        server = HttpServer.start(
                ServerSettings.defaults(threads, threads).withIoThreads(1),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                exchange -> threads.execute(() -> handle(exchange)));
        client = new HttpClient(ClientSettings.defaults(threads).withIoThreads(1));
    }

    SpectraGateway gateway() {
        return gateway(SECRET);
    }

    SpectraGateway gateway(String secret) {
        return gateway(endpoint(), secret);
    }

    SpectraGateway gateway(URI endpoint) {
        return gateway(endpoint, SECRET);
    }

    private SpectraGateway gateway(URI endpoint, String secret) {
        return SpectraGateway.connect(endpoint, ACCESS, secret, client, InstantSource.fixed(NOW), threads);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Method and target of the next request, and the document that answers it. */
    RemoteFake on(String line, int status, String document, String... headers) {
        return on(line, status, document.getBytes(StandardCharsets.UTF_8), headers);
    }

    RemoteFake on(String line, int status, byte[] body, String... headers) {
        return on(line, new Reply(status, headers(headers), new Reply.Payloads(List.of(Buffers.of(body)), unheard())));
    }

    /** Answers without a body. */
    RemoteFake on(String line, int status, String[] headers) {
        return on(line, Reply.empty(status, headers(headers)));
    }

    synchronized RemoteFake on(String line, Reply reply) {
        expected.add(new Expected(line, reply));
        return this;
    }

    /** Answers with the beginning of a document, and then cuts the connection. */
    RemoteFake cuts(String line, String beginning) {
        return on(line, new Reply(200, Headers.none(), new Reply.Document(out -> {
            out.write(beginning.getBytes(StandardCharsets.UTF_8));
            out.flush();
            throw new IOException("cut by the test");
        })));
    }

    private static Headers headers(String... pairs) {
        Headers.Builder headers = Headers.builder();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.add(pairs[i], pairs[i + 1]);
        }
        return headers.build();
    }

    private static Reply.Delivery unheard() {
        return new Reply.Delivery() {
            @Override
            public void delivered() {}

            @Override
            public void failed() {}
        };
    }

    private void handle(Exchange exchange) {
        Arrived request = new Arrived(exchange.method() + " " + exchange.target(), exchange.headers(), body(exchange));
        exchange.respond(answer(exchange, request));
    }

    private synchronized Reply answer(Exchange exchange, Arrived request) {
        arrived.add(request);
        String authorization =
                V2Signature.authorization(ACCESS, SECRET, exchange.method(), exchange.target(), exchange.headers());
        if (!authorization.equals(request.header("Authorization"))
                || !request.header("Date").equals("Sat, 21 Nov 2026 17:37:03 +0000")) {
            return error(403, "InvalidSecurity", "the signature is wrong");
        }
        Expected next = expected.poll();
        if (next == null || !next.line().equals(request.line())) {
            complaints.add("expected " + next + ", but there came " + request.line());
            return error(500, "Unexpected", "not expected by the test");
        }
        return next.reply();
    }

    static Reply error(int status, String code, String message, String... headers) {
        String document = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><HttpErrorCode>" + status
                + "</HttpErrorCode><Message>" + message
                + "</Message><Resource>/</Resource><ResourceId>7</ResourceId></Error>";
        return new Reply(status, headers(headers), new Reply.Bytes(document.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] body(Exchange exchange) {
        try (Streamed body = exchange.body();
                InputStream in = new BlockingBody(body, Long.MAX_VALUE, RemoteNode.PATIENCE)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            in.transferTo(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One request, counted from 0. */
    synchronized Arrived arrived(int index) {
        return arrived.get(index);
    }

    /** The request that came last. */
    synchronized Arrived last() {
        return arrived.get(arrived.size() - 1);
    }

    static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /** How the stage failed. */
    static ApiException refused(CompletionStage<?> stage) {
        try {
            throw new AssertionError("it did not fail, but gave " + join(stage));
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(ApiException.class);
            return (ApiException) e.getCause();
        }
    }

    /** Every expected request must have come, nothing else, and no payload may be left open. */
    @Override
    public void close() {
        client.close();
        server.close();
        threads.shutdownNow();
        assertThat(complaints).isEmpty();
        assertThat(expected).as("requests that never came").isEmpty();
        assertThat(Payload.open()).as("payloads left open").isEqualTo(openBefore);
    }
}
