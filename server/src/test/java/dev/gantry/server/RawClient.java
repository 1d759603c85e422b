package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client of a node that shares no code with it: signs by itself, and holds a response back if it is told to. */
final class RawClient {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final int SMALL_WINDOW = 16 << 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI node;

    RawClient(String node) {
        this.node = URI.create(node);
    }

    private static String now() {
        return DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
    }

    private static String authorization(String method, String target, String date) {
        String text = method + "\n\n\n" + date + "\n" + target.replaceFirst("\\?.*", "");
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Forked.KEYS.get("DS3_SECRET_KEY").getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return "AWS " + Forked.KEYS.get("DS3_ACCESS_KEY") + ":"
                    + Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has HmacSHA1", e);
        }
    }

    /** {@code headers} are names, each with its value behind it. */
    <T> HttpResponse<T> send(
            String method, String target, BodyPublisher body, BodyHandler<T> handler, String... headers)
            throws IOException, InterruptedException {
        String date = now();
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(target))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(LIMIT)
                .header("Date", date)
                .header("Authorization", authorization(method, target, date))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), handler);
    }

    /** The answer's document; anything but 2xx is a failure. */
    String send(String method, String target, String body) throws IOException, InterruptedException {
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpResponse<String> response = send(method, target, publisher, BodyHandlers.ofString());
        assertThat(response.statusCode() / 100)
                .as("%s %s: %s", method, target, response.body())
                .isEqualTo(2);
        return response.body();
    }

    /** Asks for {@code target} and reads no further than the head of the answer, which must be 200. */
    HeldBack get(String target) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL_WINDOW);
        socket.setSoTimeout(Math.toIntExact(Duration.ofMinutes(1).toMillis()));
        socket.connect(new InetSocketAddress(node.getHost(), node.getPort()));
        String date = now();
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: %s\r\nDate: %s\r\nAuthorization: %s\r\n\r\n"
                        .formatted(target, node.getAuthority(), date, authorization("GET", target, date))
                        .getBytes(StandardCharsets.US_ASCII));
        String head = head(socket.getInputStream());
        assertThat(head).startsWith("HTTP/1.1 200");
        return new HeldBack(socket);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            assertThat(octet).as("an end within %s", head).isNotNegative();
            head.append((char) octet);
        }
        return head.toString();
    }

    /** A response of which only the head was read. */
    record HeldBack(Socket socket) implements AutoCloseable {

        /** Reads on. */
        void read(long bytes) throws IOException {
            socket.getInputStream().skipNBytes(bytes);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
