package dev.gantry.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.payload.Written;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeases.class)
class ClientTest {

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpClient client = new HttpClient(ClientSettings.defaults(threads).withIoThreads(1));

    @AfterEach
    void end() {
        client.close();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(Polling.class)
    void bodiesOfEveryKindGoOutAndComeBackIntoFiles(Polling polling) throws Exception {
        byte[] content = TestFiles.bytes(11, 5_000_000);
        Path file = TestFiles.file(directory, content);
        change(ClientSettings.defaults(threads).withIoThreads(1).withPolling(polling));
        try (TestServer server = TestServer.of(s -> s.withPolling(polling), this::sendBack)) {
            List<Payload> bodies = List.of(
                    Buffers.of(content),
                    TestFiles.slice(file, 0, content.length),
                    new Streamed(content.length, new PieceSource(content, 100_000)));
            for (Payload body : bodies) {
                Answer answer = get(client.send(server.address(), put(body)));
                assertThat(answer.status()).isEqualTo(200);
                Path copy = Files.createTempFile(directory, "copy", ".bin");
                Written written = writeTo(copy, answer, content.length);
                assertThat(written.length()).isEqualTo(content.length);
                assertThat(written.checksums().find(ChecksumType.MD5)).isPresent();
                assertThat(copy).hasBinaryContent(content);
            }
        }
    }

    @Test
    void aConnectionIsKeptForTheNextRequest() throws Exception {
        BlockingQueue<String> peers = new LinkedBlockingQueue<>();
        try (TestServer server = TestServer.of(e -> {
            peers.add(e.peer());
            e.respond(ServerTest.text(200, "hello"));
        })) {
            for (int i = 0; i < 3; i++) {
                assertThat(text(client.send(
                                Origin.http("localhost", server.server().port()), get("/"))))
                        .isEqualTo("hello");
            }
            Answer head = get(client.send(
                    Origin.http("localhost", server.server().port()), Request.of("HEAD", "/", Headers.none())));
            assertThat(head.headers().first("Content-Length")).contains("5");
            head.close();
        }
        assertThat(peers).hasSize(4);
        assertThat(Set.copyOf(peers)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Polling.class)
    void whatAServerAsksForComesOnTheLoopThatAsked(Polling polling) throws Exception {
        BlockingQueue<Boolean> same = new LinkedBlockingQueue<>();
        try (HttpClient onwards =
                        new HttpClient(ClientSettings.defaults(threads).withPolling(polling));
                TestServer behind = TestServer.of(e -> e.respond(ServerTest.text(200, "hello")));
                TestServer between = TestServer.of(s -> s.withPolling(polling), exchange -> {
                    Thread asking = Thread.currentThread();
                    onwards.send(behind.address(), get("/")).whenComplete((answer, failure) -> {
                        same.add(asking == Thread.currentThread());
                        answer.close();
                        exchange.respond(ServerTest.text(200, "passed"));
                    });
                })) {
            for (int round = 0; round < 2; round++) {
                List<CompletionStage<Answer>> answers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    answers.add(client.send(between.address(), get("/")));
                }
                for (CompletionStage<Answer> answer : answers) {
                    assertThat(text(answer)).isEqualTo("passed");
                }
            }
            assertThat(same).hasSize(8).containsOnly(true);
            assertThat(text(onwards.send(behind.address(), get("/")))).isEqualTo("hello");
        }
    }

    @Test
    void aClientOutlivesTheServerWhoseLoopItUsed() throws Exception {
        try (TestServer behind = TestServer.of(e -> e.respond(ServerTest.text(200, "hello")))) {
            BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
            try (TestServer between = TestServer.of(exchange -> client.send(behind.address(), get("/"))
                    .whenComplete((answer, failure) -> {
                        statuses.add(answer.status());
                        answer.close();
                        exchange.respond(ServerTest.text(200, "passed"));
                    }))) {
                assertThat(text(client.send(between.address(), get("/")))).isEqualTo("passed");
            }
            assertThat(statuses).containsExactly(200);

            assertThat(text(client.send(behind.address(), get("/")))).isEqualTo("hello");
        }
    }

    @Test
    void requestsAboveTheLimitWaitInOrderAndThenAreRefused() throws Exception {
        change(ClientSettings.defaults(threads).withIoThreads(1).withConnections(1, 2));
        BlockingQueue<Exchange> arrived = new LinkedBlockingQueue<>();
        try (TestServer server = TestServer.of(arrived::add)) {
            List<CompletionStage<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(client.send(server.address(), get("/" + i)));
            }
            assertThatThrownBy(() -> get(answers.get(3))).hasMessageContaining("are busy and 2 requests wait");
            for (int i = 0; i < 3; i++) {
                Exchange exchange = arrived.poll(10, TimeUnit.SECONDS);
                assertThat(exchange.target()).isEqualTo("/" + i);
                assertThat(arrived).isEmpty();
                exchange.respond(ServerTest.text(200, "ok"));
                assertThat(text(answers.get(i))).isEqualTo("ok");
            }
        }
    }

    @Test
    void aKeptConnectionThatDiedIsReplacedOnce() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            CompletionStage<Answer> first = client.send(Origin.http("127.0.0.1", listener.getLocalPort()), get("/1"));
            try (var socket = listener.accept()) {
                answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                assertThat(text(first)).isEqualTo("ok");
                CompletionStage<Answer> second =
                        client.send(Origin.http("127.0.0.1", listener.getLocalPort()), get("/2"));
                readHead(socket);
                socket.setSoLinger(true, 0);
                socket.close();
                try (var fresh = listener.accept()) {
                    answer(fresh, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfresh");
                    assertThat(text(second)).isEqualTo("fresh");
                    CompletionStage<Answer> third = client.send(
                            Origin.http("127.0.0.1", listener.getLocalPort()),
                            put(Buffers.of("body".getBytes(US_ASCII))));
                    readHead(fresh);
                    fresh.close();
                    assertThatThrownBy(() -> get(third)).isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void aNewConnectionThatDiesFailsItsRequest() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            CompletionStage<Answer> answer = client.send(Origin.http("127.0.0.1", listener.getLocalPort()), get("/1"));
            var socket = listener.accept();
            readHead(socket);
            socket.close();
            assertThatThrownBy(() -> get(answer))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no answer to GET /1");
        }
    }

    @Test
    void nobodyListeningIsAnIOException() throws Exception {
        int port;
        try (ServerSocket listener = new ServerSocket(0)) {
            port = listener.getLocalPort();
        }
        Path file = TestFiles.file(directory, new byte[10]);
        assertThatThrownBy(() -> get(client.send(Origin.http("127.0.0.1", port), put(TestFiles.slice(file, 0, 10)))))
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> get(client.send(Origin.http("no-such-host.invalid", 80), get("/"))))
                .hasMessage("no host is called no-such-host.invalid");
    }

    @Test
    void aLargeBodyWaitsForContinue() throws Exception {
        byte[] content = TestFiles.bytes(3, 100_000);
        try (ServerSocket listener = new ServerSocket(0)) {
            CompletionStage<Answer> answer =
                    client.send(Origin.http("127.0.0.1", listener.getLocalPort()), put(Buffers.of(content)));
            try (var socket = listener.accept()) {
                assertThat(readHead(socket)).contains("expect: 100-continue");
                assertThat(socket.getInputStream().available()).isZero();
                socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
                assertThat(socket.getInputStream().readNBytes(content.length)).isEqualTo(content);
                socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
                Answer got = get(answer);
                assertThat(got.status()).isEqualTo(204);
                got.close();
            }
        }
    }

    @Test
    void aLargeBodyIsSentToAServerThatKnowsNoContinue() throws Exception {
        byte[] content = TestFiles.bytes(3, 100_000);
        try (ServerSocket listener = new ServerSocket(0)) {
            CompletionStage<Answer> answer =
                    client.send(Origin.http("127.0.0.1", listener.getLocalPort()), put(Buffers.of(content)));
            try (var socket = listener.accept()) {
                readHead(socket);
                assertThat(socket.getInputStream().readNBytes(content.length)).isEqualTo(content);
                socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
                get(answer).close();
            }
        }
    }

    @Test
    void aFinalAnswerStopsTheUpload() throws Exception {
        Path file = TestFiles.file(directory, new byte[1 << 20]);
        try (TestServer server = TestServer.of(e -> e.respond(ServerTest.text(409, "exists")))) {
            Answer refused = get(client.send(server.address(), put(TestFiles.slice(file, 0, 1 << 20))));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(read(refused)).isEqualTo("exists");
            assertThat(text(client.send(server.address(), get("/")))).isEqualTo("exists");
        }
    }

    @Test
    void anAnswerCutInItsBodyIsTruncated() throws Exception {
        for (String head :
                List.of("Content-Length: 100\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")) {
            try (ServerSocket listener = new ServerSocket(0)) {
                CompletionStage<Answer> answer =
                        client.send(Origin.http("127.0.0.1", listener.getLocalPort()), get("/"));
                var socket = listener.accept();
                answer(socket, "HTTP/1.1 200 OK\r\n" + head);
                socket.close();
                Answer got = get(answer);
                assertThatThrownBy(() -> writeTo(directory.resolve("cut"), got, 100))
                        .isInstanceOf(TruncatedException.class);
            }
        }
    }

    @Test
    void anAnswerWithoutALengthEndsWithItsConnection() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            CompletionStage<Answer> answer = client.send(Origin.http("127.0.0.1", listener.getLocalPort()), get("/"));
            var socket = listener.accept();
            answer(socket, "HTTP/1.1 200 OK\r\n\r\nall of it");
            socket.close();
            assertThat(text(answer)).isEqualTo("all of it");
        }
    }

    @Test
    void anAnswerWithoutALengthThatIsResetIsNotTakenForWhole() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            CompletionStage<Answer> answer = client.send(Origin.http("127.0.0.1", listener.getLocalPort()), get("/"));
            var socket = listener.accept();
            answer(socket, "HTTP/1.1 200 OK\r\n\r\nhalf of");
            Answer got = get(answer);
            socket.setSoLinger(true, 0);
            socket.close();
            assertThatThrownBy(() -> read(got)).hasMessageContaining("the body ended after");
        }
    }

    @Test
    void anAnswerClosedBeforeItsEndClosesItsConnection() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            CompletionStage<Answer> answer = client.send(Origin.http("127.0.0.1", listener.getLocalPort()), get("/"));
            try (var socket = listener.accept()) {
                answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
                get(answer).close();
                socket.setSoTimeout(10_000);
                assertThat(socket.getInputStream().read()).isNegative();
            }
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
        change(ClientSettings.defaults(threads).withIoThreads(1).withIdleTimeout(Duration.ofMillis(150)));
        try (ServerSocket listener = new ServerSocket(0)) {
            CompletionStage<Answer> answer = client.send(Origin.http("127.0.0.1", listener.getLocalPort()), get("/"));
            assertThatThrownBy(() -> get(answer))
                    .isInstanceOf(IOException.class)
                    .cause()
                    .hasMessage("no byte came or went for 150 ms");
        }
    }

    @Test
    void anUnusedConnectionIsClosed() throws Exception {
        change(ClientSettings.defaults(threads).withIoThreads(1).withKeepAlive(Duration.ofMillis(50)));
        try (ServerSocket listener = new ServerSocket(0)) {
            CompletionStage<Answer> answer = client.send(Origin.http("127.0.0.1", listener.getLocalPort()), get("/"));
            try (var socket = listener.accept()) {
                answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                assertThat(text(answer)).isEqualTo("ok");
                socket.setSoTimeout(10_000);
                assertThat(socket.getInputStream().read()).isNegative();
            }
        }
    }

    @Test
    void aRequestThatCannotBeSentIsRefusedAndItsBodyClosed() {
        assertThatThrownBy(() -> Request.of("GET", "/a b", Headers.none()))
                .isInstanceOf(IllegalArgumentException.class);
        Headers evil = Headers.builder().add("X", "a\r\nY: b").build();
        Request request = new Request("PUT", "/", evil, Optional.of(Buffers.of(new byte[1])));
        assertThatThrownBy(() -> get(client.send(Origin.http("127.0.0.1", 1), request)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closingTheClientFailsWhatRuns() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            CompletionStage<Answer> answer = client.send(Origin.http("127.0.0.1", listener.getLocalPort()), get("/"));
            listener.accept();
            client.close();
            assertThatThrownBy(() -> get(answer)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(client.send(Origin.http("127.0.0.1", listener.getLocalPort()), get("/"))))
                    .hasMessage("the client is closed");
        }
    }

    @Test
    void whatIsBeingConnectedFailsWhenTheClientCloses() {
        ClientSettings settings = ClientSettings.defaults(threads);
        Origin origin = Origin.http("127.0.0.1", 1);
        Endpoint endpoint = new Endpoint(origin, settings, (to, first) -> {}); // nobody calls back
        Call call = new Call(get("/"), origin, settings.continueAbove(), Optional.empty());
        endpoint.submit(call);
        assertThat(call.answer()).isNotDone();
        endpoint.close();
        assertThatThrownBy(() -> get(call.answer()))
                .isInstanceOf(IOException.class)
                .hasMessage("the client was closed");
    }

    private void change(ClientSettings settings) {
        client.close();
        client = new HttpClient(settings);
    }

    /** Writes the request's body into a file and answers with that. */
    private void sendBack(Exchange exchange) {
        Path file = directory.resolve("kept");
        Streamed body = exchange.body();
        FileRange range = TestFiles.range(file, 0, body.length());
        body.source().writeTo(range, Set.of()).whenComplete((written, failure) -> {
            body.close();
            TestFiles.close(range.channel());
            exchange.respond(ServerTest.payloads(TestFiles.slice(file, 0, body.length())));
        });
    }

    private static Request get(String target) {
        return Request.of("GET", target, Headers.none());
    }

    private static Request put(Payload body) {
        return new Request("PUT", "/put", Headers.none(), Optional.of(body));
    }

    private static Answer get(CompletionStage<Answer> answer) throws Exception {
        try {
            return answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private static String text(CompletionStage<Answer> answer) throws Exception {
        return read(get(answer));
    }

    private static String read(Answer answer) throws IOException {
        try (BlockingBody in = new BlockingBody(answer.body(), 1000, Duration.ofSeconds(10))) {
            return new String(in.readAllBytes(), US_ASCII);
        }
    }

    private static Written writeTo(Path file, Answer answer, long length) throws Exception {
        FileRange range = TestFiles.range(file, 0, length);
        try (answer) {
            return answer.body()
                    .source()
                    .writeTo(range, Set.of(ChecksumType.CRC32C, ChecksumType.MD5))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        } finally {
            TestFiles.close(range.channel());
        }
    }

    private static void answer(java.net.Socket socket, String answer) throws IOException {
        readHead(socket);
        socket.getOutputStream().write(answer.getBytes(US_ASCII));
    }

    private static String readHead(java.net.Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = socket.getInputStream().read();
            assertThat(b).isNotNegative();
            head.append((char) b);
        }
        return head.toString();
    }
}
