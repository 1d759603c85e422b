package dev.gantry.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeases.class)
class BoundsTest {

    private static final int LARGE = 3_000_000;
    private static final int SMALL = 10_000;

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void roomIsGivenInTheOrderOfAsking() {
        ByteBudget budget = new ByteBudget(100);
        List<String> granted = new ArrayList<>();
        budget.acquire(60, Runnable::run, () -> granted.add("first"));
        budget.acquire(50, Runnable::run, () -> granted.add("second"));
        budget.acquire(10, Runnable::run, () -> granted.add("third, although there was room"));
        assertThat(granted).containsExactly("first");
        assertThat(budget.isShort()).isTrue();
        budget.release(60);
        assertThat(granted).containsExactly("first", "second", "third, although there was room");
        budget.release(60);
        budget.acquire(1000, Runnable::run, () -> granted.add("more than all, alone"));
        budget.acquire(1, Runnable::run, () -> granted.add("last"));
        assertThat(granted).hasSize(4);
        budget.release(1000);
        budget.release(1);
        assertThat(granted).endsWith("last");
        assertThat(budget.used()).isZero();
    }

    @Test
    void manyReadersShareABudgetSmallerThanOneBufferEach() throws Exception {
        byte[] content = TestFiles.bytes(3, LARGE);
        Path file = TestFiles.file(directory, content);
        ByteBudget budget = new ByteBudget(300_000);
        ServerTls tls = TestTls.server(TlsEngine.OPENSSL);
        try (TestServer server = TestServer.of(
                s -> s.withTls(tls).withBudget(budget),
                exchange -> exchange.respond(ServerTest.payloads(TestFiles.slice(file, 0, LARGE))))) {
            List<CompletableFuture<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                readers.add(CompletableFuture.supplyAsync(() -> read(server), threads));
            }
            for (CompletableFuture<Integer> reader : readers) {
                assertThat(reader.get(30, TimeUnit.SECONDS)).isGreaterThan(LARGE);
                assertThat(budget.used()).isLessThanOrEqualTo(300_000);
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> budget.used() == 0);
        }
    }

    @Test
    void aReaderThatLeavesGivesItsRoomBack() throws Exception {
        Path file = TestFiles.file(directory, new byte[LARGE]);
        ByteBudget budget = new ByteBudget(100_000);
        ServerTls tls = TestTls.server(TlsEngine.OPENSSL);
        try (TestServer server = TestServer.of(
                s -> s.withTls(tls).withBudget(budget).withIdleTimeout(Duration.ofSeconds(5)),
                exchange -> exchange.respond(ServerTest.payloads(TestFiles.slice(file, 0, LARGE))))) {
            try (Socket stalled = TestTls.connect(server.address(), 4096)) {
                stalled.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(US_ASCII));
                assertThat(stalled.getInputStream().read()).isEqualTo('H');
                assertThat(read(server)).as("another, behind the stalled one").isGreaterThan(LARGE);
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> budget.used() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Polling.class)
    void everyPathCountsWhatItMoved(Polling polling) throws Exception {
        Path file = TestFiles.file(directory, new byte[LARGE]);
        try (TestServer server = TestServer.of(s -> s.withPolling(polling), exchange -> {
                    long length = exchange.target().equals("/small") ? SMALL : LARGE;
                    exchange.respond(ServerTest.payloads(
                            exchange.target().equals("/copied")
                                    ? new Streamed(LARGE, new PieceSource(new byte[LARGE], 1 << 16))
                                    : TestFiles.slice(file, 0, length)));
                });
                RawClient client = server.connect()) {
            BytesMoved moved = server.server().moved();
            assertThat(client.get("/large").body()).hasSize(LARGE);
            assertThat(moved.by(BytesMoved.Path.SENDFILE)).isEqualTo(LARGE);
            assertThat(client.get("/small").body()).hasSize(SMALL);
            assertThat(moved.by(BytesMoved.Path.DIRECT)).isEqualTo(SMALL);
            assertThat(client.get("/copied").body()).hasSize(LARGE);
            assertThat(moved.by(BytesMoved.Path.COPIED)).isEqualTo(LARGE);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> server.server().stalls().atLeast(0) > 0);
        }
    }

    @Test
    void aBodyIsForwardedAsItIsReceived() throws Exception {
        byte[] content = TestFiles.bytes(5, LARGE);
        Path kept = directory.resolve("kept");
        ByteBudget budget = new ByteBudget(1 << 20);
        try (TestServer last = TestServer.of(exchange -> keep(exchange, kept));
                HttpClient client = client(budget);
                TestServer gateway = TestServer.of(exchange -> forward(exchange, client, last));
                HttpClient first = client(new ByteBudget(1 << 20))) {
            Path file = TestFiles.file(directory, content);
            assertThat(put(first, gateway, TestFiles.slice(file, 0, LARGE))).isEqualTo(200);
            assertThat(Files.readAllBytes(kept)).isEqualTo(content);
            assertThat(client.moved().by(BytesMoved.Path.DIRECT)).isEqualTo(LARGE);
            assertThat(client.moved().by(BytesMoved.Path.COPIED)).isZero();
            assertThat(first.moved().by(BytesMoved.Path.SENDFILE)).isEqualTo(LARGE);
            await().atMost(Duration.ofSeconds(10)).until(() -> budget.used() == 0);
        }
    }

    @Test
    void aForwardedBodyThatIsCutIsCutAtItsEndToo() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        ByteBudget budget = new ByteBudget(1 << 20);
        try (TestServer last = TestServer.of(exchange -> {
                    Streamed body = exchange.body();
                    FileRange range = TestFiles.range(directory.resolve("cut"), 0, body.length());
                    body.source().writeTo(range, Set.of()).whenComplete((written, why) -> {
                        body.close();
                        TestFiles.close(range.channel());
                        failure.complete(why);
                    });
                });
                HttpClient client = client(budget);
                TestServer gateway = TestServer.of(exchange -> forward(exchange, client, last));
                RawClient raw = gateway.connect()) {
            raw.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: " + LARGE + "\r\n\r\n");
            raw.send(new byte[LARGE / 2]);
            raw.reset();
            assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(TruncatedException.class);
            await().atMost(Duration.ofSeconds(10)).until(() -> budget.used() == 0);
        }
    }

    @Test
    void aSettingMustLeaveRoom() {
        assertThatThrownBy(() -> new ByteBudget(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private HttpClient client(ByteBudget budget) {
        return new HttpClient(ClientSettings.defaults(threads)
                .withIoThreads(1)
                .withBudget(budget)
                .withForwarding(Forwarding.COPY));
    }

    private static void forward(Exchange exchange, HttpClient client, TestServer to) {
        Request request = new Request("PUT", "/", Headers.none(), Optional.of((Payload) exchange.body()));
        client.send(to.address(), request).whenComplete((answer, failure) -> {
            exchange.respond(Reply.empty(failure == null ? answer.status() : 502, Headers.none()));
            if (failure == null) {
                answer.close();
            }
        });
    }

    private static void keep(Exchange exchange, Path file) {
        Streamed body = exchange.body();
        FileRange range = TestFiles.range(file, 0, body.length());
        body.source()
                .writeTo(range, Set.of(ChecksumType.CRC32C, ChecksumType.MD5))
                .whenComplete((written, why) -> {
                    body.close();
                    TestFiles.close(range.channel());
                    exchange.respond(Reply.empty(why == null ? 200 : 500, Headers.none()));
                });
    }

    private static int put(HttpClient client, TestServer server, Payload payload) throws Exception {
        CompletionStage<Answer> sent =
                client.send(server.address(), new Request("PUT", "/", Headers.none(), Optional.of(payload)));
        try (Answer answer = sent.toCompletableFuture().get(20, TimeUnit.SECONDS)) {
            return answer.status();
        }
    }

    /** The size of a whole answer with its head. */
    private static int read(TestServer server) {
        try (Socket socket = TestTls.connect(server.address(), 0);
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            return in.readAllBytes().length;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
