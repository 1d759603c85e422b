package dev.gantry.s3;

import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.Percent;
import dev.gantry.transport.Reply;
import dev.gantry.transport.RequestTarget;
import dev.gantry.transport.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service of AWS as we believe it to be, on loopback: our own fake, which proves nothing about AWS. */
abstract class FakeService implements AutoCloseable {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/\\d{8}/([^/]+)/([^/]+)/aws4_request, SignedHeaders=[^,]*host[^,]*,"
                    + " Signature=[0-9a-f]{64}");

    private final String signingName;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Refusal> troubles = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    FakeService(String signingName) throws IOException {
        this.signingName = signingName;
        this.server = HttpServer.start(
                ServerSettings.defaults(threads, threads).withIoThreads(1),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                exchange -> threads.execute(() -> serve(exchange)));
    }

    /** One request, whole. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Asked(String method, String path, Map<String, String> query, Headers headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** What a service says when it does not do something. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        Refusal(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }

        int status() {
            return status;
        }

        String code() {
            return code;
        }
    }

    int port() {
        return server.port();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The operations that were asked for so far, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    void forgetAsked() {
        asked.clear();
    }

    /** The next request fails so, whatever it is. */
    void failNext(int status, String code, String message) {
        troubles.add(new Refusal(status, code, message));
    }

    private void serve(Exchange exchange) {
        Reply reply;
        try {
            Asked request = read(exchange);
            asked.add(name(request));
            authenticate(request.headers());
            if (!troubles.isEmpty()) {
                throw troubles.remove(0);
            }
            reply = answer(request);
        } catch (Refusal refusal) {
            reply = refuse(refusal);
        } catch (IOException | RuntimeException e) {
            reply = text(500, "text/plain", "the fake fails: " + e, Headers.none());
        }
        exchange.respond(reply);
    }

    private static Asked read(Exchange exchange) throws IOException {
        byte[] body;
        try (BlockingBody in = new BlockingBody(exchange.body(), 64 << 20, Duration.ofSeconds(20))) {
            body = in.readAllBytes();
        }
        RequestTarget target = RequestTarget.parse(exchange.target());
        Map<String, String> query = new TreeMap<>();
        for (String pair :
                target.query().isEmpty() ? new String[0] : target.query().split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(Percent.decodeQuery(parts[0]), parts.length < 2 ? "" : Percent.decodeQuery(parts[1]));
        }
        return new Asked(exchange.method(), Percent.decodePath(target.path()), query, exchange.headers(), body);
    }

    private void authenticate(Headers headers) {
        Matcher credential =
                AUTHORIZATION.matcher(headers.first("Authorization").orElse(""));
        if (!credential.matches() || headers.first("X-Amz-Date").isEmpty()) {
            throw new Refusal(403, "MissingAuthenticationToken", "the request is not signed");
        }
        if (!credential.group(1).equals(S3Server.KEYS.accessKey())) {
            throw new Refusal(403, "InvalidClientTokenId", "the security token is invalid");
        }
        if (!credential.group(3).equals(signingName)) {
            throw new Refusal(403, "SignatureDoesNotMatch", "credential should be scoped to " + signingName);
        }
    }

    static Reply text(int status, String type, String text, Headers more) {
        Headers.Builder headers = Headers.builder();
        more.forEach(headers::add);
        if (!type.isEmpty()) {
            headers.add("Content-Type", type);
        }
        return new Reply(status, headers.build(), new Reply.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    static Reply empty(int status) {
        return new Reply(status, Headers.none(), new Reply.Empty(0));
    }

    static Optional<String> query(Asked request, String name) {
        return Optional.ofNullable(request.query().get(name)).filter(value -> !value.isEmpty());
    }

    /** What tests know the request by. */
    abstract String name(Asked request);

    /** Answers on a thread of its own. */
    abstract Reply answer(Asked request);

    abstract Reply refuse(Refusal refusal);

    @Override
    public void close() {
        server.close();
        threads.shutdownNow();
    }
}
