package dev.gantry.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeases.class)
class TlsTest {

    private static final int LARGE = 3_000_001;

    /** More than the reader's socket takes, less than the server's socket keeps, so that the write completes. */
    private static final int STALLING = 200_000;

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deliveries delivery = new Deliveries();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void eachEngineIsTheOneThatWasAskedFor() {
        assumeTrue(OpenSsl.isAvailable(), "no native part of netty-tcnative for this system");
        assertThat(TlsEngine.OPENSSL.provider()).isEqualTo(SslProvider.OPENSSL);
        assertThat(TlsEngine.JDK.provider()).isEqualTo(SslProvider.JDK);
    }

    @ParameterizedTest
    @CsvSource({"OPENSSL, NATIVE", "JDK, NATIVE", "OPENSSL, SELECTOR", "JDK, SELECTOR"})
    void everyKindOfPayloadTravelsBothWays(TlsEngine engine, Polling polling) throws Exception {
        byte[] content = TestFiles.bytes(7, LARGE);
        Path file = TestFiles.file(directory, content);
        try (TestServer server = tls(s -> s.withPolling(polling), engine, this::sendBack);
                HttpClient client = client(ClientTls.issuedBy(TestTls.LOCALHOST, engine), polling)) {
            Payload slice = TestFiles.slice(file, 1, LARGE - 1);
            assertThat(put(client, server, slice)).isEqualTo(java.util.Arrays.copyOfRange(content, 1, LARGE));
            ByteBuffer direct = ByteBuffer.allocateDirect(LARGE).put(content).flip();
            assertThat(put(client, server, new Buffers(List.of(direct, ByteBuffer.wrap(content)), () -> {})))
                    .hasSize(2 * LARGE);
            assertThat(put(client, server, new Streamed(LARGE, new PieceSource(content, 100_000))))
                    .isEqualTo(content);
            assertThat(delivery.next()).isEqualTo("delivered");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void whatAStalledReaderHasNotTakenIsNotDeliveredUntilItReads(TlsEngine engine) throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        Path file = TestFiles.file(directory, new byte[STALLING]);
        try (TestServer server = tls(s -> s, engine, exchange -> {
                    exchange.onEnd(answered::countDown);
                    exchange.respond(new Reply(
                            200,
                            Headers.none(),
                            new Reply.Payloads(List.of(TestFiles.slice(file, 0, STALLING)), delivery)));
                });
                SSLSocket socket = TestTls.connect(server.address(), 4096)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(delivery.heard()).isEmpty();
            assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(STALLING);
            assertThat(delivery.next()).isEqualTo("delivered");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void anAnswerThatIsCutIsTruncatedWhetherTlsEndsInOrderOrNot(TlsEngine engine) throws Exception {
        for (boolean orderly : new boolean[] {true, false}) {
            assertThatThrownBy(() -> answer(engine, "Content-Length: 1000\r\n", orderly))
                    .as("orderly %s", orderly)
                    .isInstanceOf(TruncatedException.class);
            assertThatThrownBy(() -> answer(engine, "Transfer-Encoding: chunked\r\n", orderly))
                    .isInstanceOf(TruncatedException.class);
        }
        assertThatThrownBy(() -> answer(engine, "", false)).isInstanceOf(TruncatedException.class);
        assertThat(answer(engine, "", true)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void anUploadThatIsCutIsTruncated(TlsEngine engine) throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (TestServer server = tls(s -> s, engine, exchange -> {
            Streamed body = exchange.body();
            FileRange range = TestFiles.range(directory.resolve("cut"), 0, body.length());
            body.source().writeTo(range, Set.of()).whenComplete((written, why) -> {
                body.close();
                TestFiles.close(range.channel());
                failure.complete(why);
                exchange.respond(Reply.empty(400, Headers.none()));
            });
        })) {
            Socket plain =
                    new Socket(server.address().getAddress(), server.address().getPort());
            SSLSocket socket = (SSLSocket) TestTls.context().getSocketFactory().createSocket(plain, "h", 1, false);
            socket.getOutputStream()
                    .write("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc".getBytes(US_ASCII));
            plain.close();
            assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(TruncatedException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aFileThatLosesBytesUnderATransferEndsTheConnection(TlsEngine engine) throws Exception {
        Path file = TestFiles.file(directory, new byte[1000]);
        try (TestServer server = tls(
                        s -> s,
                        engine,
                        exchange -> exchange.respond(new Reply(
                                200,
                                Headers.none(),
                                new Reply.Payloads(List.of(TestFiles.slice(file, 0, 5000)), delivery))));
                HttpClient client = client(ClientTls.anybody(engine), Polling.NATIVE)) {
            assertThatThrownBy(() -> bytes(get(client.send(origin(server), Request.of("GET", "/", Headers.none())))))
                    .hasRootCauseInstanceOf(IOException.class);
            assertThat(delivery.next()).isEqualTo("failed");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void anAnswerBeforeTheEndOfALargeBodyArrives(TlsEngine engine) throws Exception {
        try (TestServer server = tls(s -> s, engine, exchange -> exchange.respond(ServerTest.text(507, "full")));
                SSLSocket socket = TestTls.connect(server.address(), 0)) {
            socket.getOutputStream()
                    .write("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 99000000\r\n\r\n".getBytes(US_ASCII));
            socket.getOutputStream().write(new byte[300_000]);
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 507")
                    .endsWith("full");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void onlyTheMeantServerIsBelieved(TlsEngine engine) throws Exception {
        Handler hello = exchange -> exchange.respond(ServerTest.text(200, "hello"));
        ServerTls other = ServerTls.of(TestTls.OTHER, TestTls.OTHER_KEY, engine);
        try (TestServer server = TestServer.of(s -> s.withTls(other), hello)) {
            assertThat(trusted(ClientTls.anybody(engine), server)).isEqualTo("hello");
            assertThat(trusted(ClientTls.exactly(TestTls.OTHER, engine), server))
                    .isEqualTo("hello");
            assertThatThrownBy(() -> trusted(ClientTls.exactly(TestTls.LOCALHOST, engine), server))
                    .hasMessageContaining("is not the one in");
            assertThatThrownBy(() -> trusted(ClientTls.issuedBy(TestTls.OTHER, engine), server))
                    .as("a certificate for another name")
                    .hasMessageContaining("not trusted");
            assertThatThrownBy(() -> trusted(ClientTls.issuedBy(TestTls.LOCALHOST, engine), server))
                    .as("another issuer")
                    .hasMessageContaining("not trusted");
            assertThatThrownBy(() -> trusted(ClientTls.system(engine), server)).hasMessageContaining("not trusted");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void plainHttpToATlsPortIsToldSo(TlsEngine engine) throws Exception {
        try (TestServer server = tls(s -> s, engine, exchange -> exchange.respond(ServerTest.text(200, "hello")));
                RawClient client = server.connect()) {
            RawClient.Got got = client.get("/");
            assertThat(got.status()).isEqualTo(400);
            assertThat(got.text()).contains("use https");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void tlsToAPlainPortFailsWithAdvice(TlsEngine engine) throws Exception {
        try (TestServer server = TestServer.of(exchange -> exchange.respond(ServerTest.text(200, "hello")))) {
            assertThatThrownBy(() -> trusted(ClientTls.anybody(engine), server)).hasMessageContaining("use http");
        }
    }

    @Test
    void filesThatHoldNoCertificateOrKeyAreNamed() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.pem"));
        Path missing = directory.resolve("missing.pem");
        assertThatThrownBy(() -> ServerTls.of(empty, TestTls.LOCALHOST_KEY, TlsEngine.JDK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.pem");
        assertThatThrownBy(() -> ServerTls.of(TestTls.LOCALHOST, empty, TlsEngine.OPENSSL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PKCS#8");
        assertThatThrownBy(() -> ServerTls.of(missing, missing, TlsEngine.JDK)).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> ClientTls.issuedBy(empty, TlsEngine.JDK)).hasMessageContaining("no certificate");
    }

    private static TestServer tls(
            java.util.function.UnaryOperator<ServerSettings> change, TlsEngine engine, Handler handler)
            throws IOException {
        ServerTls tls = TestTls.server(engine);
        return TestServer.of(s -> change.apply(s).withTls(tls), handler);
    }

    private HttpClient client(ClientTls tls, Polling polling) {
        return new HttpClient(
                ClientSettings.defaults(threads).withIoThreads(1).withTls(tls).withPolling(polling));
    }

    private String trusted(ClientTls tls, TestServer server) throws Exception {
        try (HttpClient client = client(tls, Polling.NATIVE)) {
            return new String(
                    bytes(get(client.send(origin(server), Request.of("GET", "/", Headers.none())))), US_ASCII);
        }
    }

    private static Origin origin(TestServer server) {
        return Origin.https("127.0.0.1", server.server().port());
    }

    private byte[] put(HttpClient client, TestServer server, Payload payload) throws Exception {
        return bytes(get(client.send(origin(server), new Request("PUT", "/", Headers.none(), Optional.of(payload)))));
    }

    /** The bytes of an answer of three bytes with these headers, from a server that then ends TLS, or only TCP. */
    private int answer(TlsEngine engine, String headers, boolean orderly) throws Exception {
        try (ServerSocket listener = new ServerSocket(0);
                HttpClient client = client(ClientTls.issuedBy(TestTls.LOCALHOST, engine), Polling.NATIVE)) {
            threads.submit(() -> answerOnce(listener, headers, orderly));
            Origin to = new Origin(true, new InetSocketAddress("localhost", listener.getLocalPort()));
            return bytes(get(client.send(to, Request.of("GET", "/", Headers.none())))).length;
        }
    }

    private static Void answerOnce(ServerSocket listener, String headers, boolean orderly) throws Exception {
        try (Socket plain = listener.accept()) {
            SSLSocket socket = (SSLSocket) TestTls.context().getSocketFactory().createSocket(plain, null, false);
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
                head.write(in.read());
            }
            String body = headers.contains("chunked") ? "3\r\nabc\r\n" : "abc";
            socket.getOutputStream().write(("HTTP/1.1 200 OK\r\n" + headers + "\r\n" + body).getBytes(US_ASCII));
            if (orderly) {
                socket.close();
            }
            plain.shutdownOutput();
        }
        return null;
    }

    /** Writes the request's body into a file and answers with that. */
    private void sendBack(Exchange exchange) {
        Path file = directory.resolve("kept");
        Streamed body = exchange.body();
        FileRange range = TestFiles.range(file, 0, body.length());
        body.source()
                .writeTo(range, Set.of(ChecksumType.MD5, ChecksumType.CRC32C))
                .whenComplete((written, why) -> {
                    body.close();
                    TestFiles.close(range.channel());
                    Payload slice = TestFiles.slice(file, 0, body.length());
                    exchange.respond(new Reply(200, Headers.none(), new Reply.Payloads(List.of(slice), delivery)));
                });
    }

    private static Answer get(CompletionStage<Answer> answer) throws Exception {
        try {
            return answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private byte[] bytes(Answer answer) throws Exception {
        Path file = Files.createTempFile(directory, "answer", ".bin");
        try (answer;
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            answer.body()
                    .source()
                    .writeTo(new FileRange(channel, 0, 1 << 30), Set.of())
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
        return Files.readAllBytes(file);
    }
}
