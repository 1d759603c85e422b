package dev.gantry.durastore;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Our own fake of a DuraStore, no real one: it answers as the facts in docs/durastore.md say that a release does, and
 * complains of requests that no client of good will sends. Account 1 is S3 and the primary one, account 2 Glacier.
 */
final class FakeDuraStore implements AutoCloseable {

    static final String USER = "root user";
    static final String PASSWORD = "pass:word/\u00fc";

    private static final String CONTEXT = "/durastore/";
    private static final Pattern DOUBLE_SLASH = Pattern.compile("/{2,}");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, FakeSpaces> accounts = Map.of("1", new FakeSpaces(), "2", new FakeSpaces());
    private final FakeTasks tasks;
    private final HttpServer server;

    FakeDuraStore(FakeVersion version) throws IOException {
        this.tasks = new FakeTasks(version);
        accounts.values().forEach(account -> account.be(version));
        this.server = HttpServer.start(
                ServerSettings.defaults(threads, threads).withIoThreads(1),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                exchange -> threads.execute(() -> serve(exchange)));
    }

    int port() {
        return server.port();
    }

    FakeSpaces account(String id) {
        return accounts.get(id);
    }

    FakeTasks tasks() {
        return tasks;
    }

    DurastoreAccount reach(Optional<String> storeId) {
        return DurastoreAccount.of(URI.create("http://127.0.0.1:" + port() + "/durastore/"), USER, PASSWORD, storeId);
    }

    /** Forgets everything but what it is. */
    void clear() {
        accounts.values().forEach(FakeSpaces::clear);
    }

    private void serve(Exchange exchange) {
        Reply reply;
        try {
            reply = answer(exchange);
        } catch (FakeAnswer refusal) {
            reply = refusal.reply();
        } catch (IOException | RuntimeException e) {
            reply = FakeAnswer.text(500, "text/plain", String.valueOf(e.getMessage()));
        }
        exchange.respond(reply);
    }

    private Reply answer(Exchange exchange) throws IOException {
        byte[] body;
        try (BlockingBody in = new BlockingBody(exchange.body(), 64 << 20, Duration.ofSeconds(20))) {
            body = in.readAllBytes();
        }
        authenticate(exchange.headers());
        FakeRequest request = parse(exchange, body);
        return route(request);
    }

    private static void authenticate(Headers headers) {
        String expected =
                "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        if (!headers.first("Authorization").equals(Optional.of(expected))) {
            throw FakeAnswer.refusal(401, "<html>HTTP Status 401</html>");
        }
    }

    /** As servlet containers do: steps that are empty or dots are taken away, percent-encoding or not. */
    private static FakeRequest parse(Exchange exchange, byte[] body) {
        RequestTarget target = RequestTarget.parse(exchange.target());
        String decoded = Percent.decodePath(target.path());
        String path = normal(decoded);
        if (!path.startsWith(CONTEXT)) {
            throw FakeAnswer.refusal(404, "");
        }
        String tail = path.substring(CONTEXT.length());
        int slash = tail.indexOf('/');
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : target.query().split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : Percent.decodeQuery(parts[1]));
        }
        return new FakeRequest(
                exchange.method(),
                slash < 0 ? tail : tail.substring(0, slash),
                slash < 0 ? "" : tail.substring(slash + 1),
                query,
                exchange.headers(),
                body);
    }

    private static String normal(String path) {
        String encoded = Percent.encodePath(DOUBLE_SLASH.matcher(path).replaceAll("/"));
        return Percent.decodePath(URI.create(encoded).normalize().getRawPath());
    }

    private Reply route(FakeRequest request) throws IOException {
        if (request.first().equals("stores")) {
            return FakeAnswer.xml(stores());
        }
        if (request.parameter("storeID").isEmpty()) {
            complain("it names no store: " + request.method() + " " + request.first() + "/" + request.rest());
        }
        String id = request.parameter("storeID").orElse("1");
        if (request.first().equals("task")) {
            return tasks.answer(request, accounts.containsKey(id) ? id : "1", accounts.getOrDefault(id, account("1")));
        }
        if (!accounts.containsKey(id)) {
            throw FakeAnswer.refusal(request.first().equals("spaces") ? 500 : 404, "No store exists with ID " + id);
        }
        return account(id).answer(request);
    }

    private static String stores() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<storageProviderAccounts>\r\n"
                + "  <storageAcct ownerId=\"0\" isPrimary=\"1\">\r\n    <id>1</id>\r\n"
                + "    <storageProviderType>AMAZON_S3</storageProviderType>\r\n  </storageAcct>\r\n"
                + "  <storageAcct ownerId=\"0\" isPrimary=\"0\">\r\n    <id>2</id>\r\n"
                + "    <storageProviderType>AMAZON_GLACIER</storageProviderType>\r\n  </storageAcct>\r\n"
                + "</storageProviderAccounts>\r\n";
    }

    private synchronized void complain(String what) {
        complaints.add(what);
    }

    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        server.close();
        threads.shutdownNow();
        assertThat(complaints()).isEmpty();
    }
}
