package dev.gantry.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeases.class)
class ProtocolTest {

    private static final String GET = "GET %s HTTP/1.1\r\nHost: h\r\n\r\n";

    @TempDir
    Path directory;

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrderOneAtATime() throws Exception {
        BlockingQueue<Exchange> arrived = new LinkedBlockingQueue<>();
        try (TestServer server = TestServer.of(arrived::add);
                RawClient client = server.connect()) {
            client.send(GET.formatted("/1") + GET.formatted("/2") + GET.formatted("/3"));
            for (int i = 1; i <= 3; i++) {
                Exchange exchange = arrived.poll(10, TimeUnit.SECONDS);
                assertThat(exchange.target()).isEqualTo("/" + i);
                assertThat(arrived).isEmpty();
                exchange.respond(ServerTest.text(200, "answer " + i));
                assertThat(client.answer().text()).isEqualTo("answer " + i);
            }
        }
    }

    @Test
    void bytesAfterABodyAreTheNextRequest() throws Exception {
        try (TestServer server = TestServer.of(this::echoLength);
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde" + GET.formatted("/b"));
            assertThat(client.answer().text()).isEqualTo("PUT 5");
            assertThat(client.answer().text()).isEqualTo("GET 0");
        }
    }

    @Test
    void aChunkedBodyIsReadToItsEnd() throws Exception {
        try (TestServer server = TestServer.of(this::echoLength);
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .send("3\r\nabc\r\n")
                    .send("10\r\n0123456789abcdef\r\n0\r\n\r\n" + GET.formatted("/b"));
            assertThat(client.answer().text()).isEqualTo("PUT 19");
            assertThat(client.answer().text()).isEqualTo("GET 0");
        }
    }

    @Test
    void anAnswerToHeadHasTheLengthAndNoBytes() throws Exception {
        Deliveries delivery = new Deliveries();
        Path file = TestFiles.file(directory, TestFiles.bytes(5, 1000));
        try (TestServer server = TestServer.of(e -> e.respond(new Reply(
                        200,
                        Headers.none(),
                        new Reply.Payloads(java.util.List.of(TestFiles.slice(file, 0, 1000)), delivery))));
                RawClient client = server.connect()) {
            client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.head().headers()).containsEntry("content-length", "1000");
            assertThat(delivery.next()).isEqualTo("failed");
            assertThat(client.get("/").body()).hasSize(1000);
        }
    }

    @Test
    void aClientThatExpectsIsToldToGoOnWhenTheBodyIsAsked() throws Exception {
        BlockingQueue<Exchange> arrived = new LinkedBlockingQueue<>();
        try (TestServer server = TestServer.of(arrived::add);
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            Exchange exchange = arrived.poll(10, TimeUnit.SECONDS);
            client.socket().setSoTimeout(100);
            org.assertj.core.api.Assertions.assertThatThrownBy(client::head)
                    .isInstanceOf(java.net.SocketTimeoutException.class);
            client.socket().setSoTimeout(10_000);
            echoLength(exchange);
            assertThat(client.head().status()).isEqualTo(100);
            assertThat(client.send("abc").answer().text()).isEqualTo("PUT 3");
            client.send(GET.formatted("/b"));
            arrived.poll(10, TimeUnit.SECONDS).respond(ServerTest.text(200, "again"));
            assertThat(client.answer().text()).isEqualTo("again");
        }
    }

    @Test
    void aRefusedClientThatExpectsGetsNoContinueAndItsConnectionEnds() throws Exception {
        try (TestServer server = TestServer.of(e -> e.respond(ServerTest.text(403, "no")));
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            RawClient.Got got = client.answer();
            assertThat(got.status()).isEqualTo(403);
            assertThat(got.headers()).containsEntry("connection", "close");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aSmallBodyThatNobodyTookIsDrainedAndTheConnectionKept() throws Exception {
        try (TestServer server = TestServer.of(e -> e.respond(ServerTest.text(404, "none")));
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 500000\r\n\r\n");
            assertThat(client.answer().headers()).doesNotContainKey("connection");
            client.send(new byte[500_000]);
            assertThat(client.get("/b").status()).isEqualTo(404);
        }
    }

    @Test
    void aLargeBodyThatNobodyTookEndsTheConnectionButTheAnswerArrives() throws Exception {
        try (TestServer server = TestServer.of(e -> e.respond(ServerTest.text(404, "none")));
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 50000000\r\n\r\n")
                    .send(new byte[500_000]);
            RawClient.Got got = client.answer();
            assertThat(got.status()).isEqualTo(404);
            assertThat(got.headers()).containsEntry("connection", "close");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aBodyClosedBeforeItsEndIsDroppedBeforeTheNextRequest() throws Exception {
        try (TestServer server = TestServer.of(e -> {
                    e.body().close();
                    e.respond(ServerTest.text(200, e.method()));
                });
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde" + GET.formatted("/b"));
            assertThat(client.answer().text()).isEqualTo("PUT");
            assertThat(client.answer().text()).isEqualTo("GET");
        }
    }

    @Test
    void aConnectionThatEndsWithinABodyTruncatesIt() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (TestServer server = TestServer.of(e -> write(e, failure));
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc");
            client.socket().shutdownOutput();
            assertThat(failure.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(TruncatedException.class)
                    .hasMessage("the body ended after 3 of 100 bytes");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void anAnswerBeforeABodyOutlivesWhatTheClientStillSends() throws Exception {
        try (TestServer server = TestServer.of(e -> e.respond(ServerTest.text(400, "too large")));
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 10485760\r\n\r\n");
            client.send(new byte[10 << 20]);
            assertThat(client.answer().text()).isEqualTo("too large");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aResetWithinABodyIsNoticedWithoutReading() throws Exception {
        BlockingQueue<Exchange> arrived = new LinkedBlockingQueue<>();
        CountDownLatch gone = new CountDownLatch(1);
        try (TestServer server = TestServer.of(arrived::add);
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc");
            Exchange exchange = arrived.poll(10, TimeUnit.SECONDS);
            exchange.onEnd(gone::countDown);
            client.reset();
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(exchange.isGone()).isTrue();
            exchange.respond(ServerTest.payloads(TestFiles.slice(TestFiles.file(directory, new byte[9]), 0, 9)));
        }
    }

    @Test
    void aClientMayEndItsHalfAfterTheRequest() throws Exception {
        try (TestServer server = TestServer.of(this::echoLength);
                RawClient client = server.connect()) {
            client.send(GET.formatted("/a") + GET.formatted("/b"));
            client.socket().shutdownOutput();
            assertThat(client.answer().text()).isEqualTo("GET 0");
            assertThat(client.answer().text()).isEqualTo("GET 0");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void http10IsAnsweredAndClosed() throws Exception {
        try (TestServer server = TestServer.of(this::echoLength);
                RawClient client = server.connect()) {
            RawClient.Got got = client.send("GET / HTTP/1.0\r\n\r\n").answer();
            assertThat(got.text()).isEqualTo("GET 0");
            assertThat(got.headers()).containsEntry("connection", "close").containsKey("date");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                "Content-Length: 3\r\nContent-Length: 4\r\n",
                "Content-Length: 3\r\nContent-Length: 3\r\n",
                "Content-Length: 3, 3\r\n",
                "Content-Length: -3\r\n",
                "Content-Length: +3\r\n",
                "Content-Length: 3a\r\n",
                "Content-Length: \r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length : 3\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "Transfer-Encoding: identity\r\n",
                "Host: other\r\n",
                "No colon\r\n"
            })
    void whatTwoReadersCouldFrameDifferentlyIsRefusedAndClosed(String header) throws Exception {
        try (TestServer server = TestServer.of(this::echoLength);
                RawClient client = server.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: h\r\n" + header + "\r\nabc" + GET.formatted("/smuggled"));
            RawClient.Got got = client.answer();
            assertThat(got.status()).isEqualTo(400);
            assertThat(got.headers()).containsEntry("connection", "close");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0002\r\n\r\n"})
    void whatIsNoHttpIsRefusedAndClosed(String text) throws Exception {
        try (TestServer server = TestServer.of(this::echoLength);
                RawClient client = server.connect()) {
            assertThat(client.send(text).answer().status()).isEqualTo(400);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aHeadAboveTheLimitIsRefusedAndClosed() throws Exception {
        try (TestServer server = TestServer.of(s -> s.withMaxHeadBytes(2000), this::echoLength)) {
            for (String head : new String[] {
                "GET /" + "a".repeat(3000) + " HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(3000) + "\r\n\r\n",
                "GET /" + "a".repeat(1500) + " HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(1500) + "\r\n\r\n"
            }) {
                try (RawClient client = server.connect()) {
                    assertThat(client.send(head).answer().status()).isEqualTo(431);
                    assertThat(client.isEnded()).isTrue();
                }
            }
        }
    }

    @Test
    void aMalformedChunkFailsTheBodyAndClosesTheConnection() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (TestServer server = TestServer.of(e -> write(e, failure));
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\nabc");
            assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessageContaining("breaks the rules of HTTP");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aConnectionTooManyIsTurnedAway() throws Exception {
        try (TestServer server = TestServer.of(s -> s.withMaxConnections(1), this::echoLength);
                RawClient first = server.connect()) {
            assertThat(first.get("/").status()).isEqualTo(200);
            try (RawClient second = server.connect()) {
                assertThat(second.get("/").status()).isEqualTo(503);
                assertThat(second.isEnded()).isTrue();
            }
            assertThat(first.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void aHandlerThatFailsIsAnsweredFor() throws Exception {
        try (TestServer server = TestServer.of(e -> {
                    throw new IllegalStateException("broken");
                });
                RawClient client = server.connect()) {
            assertThat(client.get("/").status()).isEqualTo(500);
        }
    }

    @Test
    void aHeaderThatWouldSplitTheAnswerIsNotSent() throws Exception {
        Headers evil = Headers.builder().add("X", "a\r\nSet-Cookie: b").build();
        Path file = TestFiles.file(directory, new byte[10]);
        Deliveries delivery = new Deliveries();
        try (TestServer server = TestServer.of(e -> e.respond(new Reply(
                        200, evil, new Reply.Payloads(java.util.List.of(TestFiles.slice(file, 0, 10)), delivery))));
                RawClient client = server.connect()) {
            RawClient.Got got = client.get("/");
            assertThat(got.status()).isEqualTo(500);
            assertThat(got.headers()).doesNotContainKey("set-cookie");
            assertThat(delivery.next()).isEqualTo("failed");
        }
    }

    @Test
    void aFileShorterThanAnnouncedEndsTheConnection() throws Exception {
        Path file = TestFiles.file(directory, new byte[1000]);
        Deliveries delivery = new Deliveries();
        try (TestServer server = TestServer.of(e -> e.respond(new Reply(
                        200,
                        Headers.none(),
                        new Reply.Payloads(java.util.List.of(TestFiles.slice(file, 0, 2000)), delivery))));
                RawClient client = server.connect()) {
            client.send(GET.formatted("/"));
            assertThat(client.head().headers()).containsEntry("content-length", "2000");
            assertThat(client.socket().getInputStream().readAllBytes().length).isLessThan(2000);
            assertThat(delivery.next()).isEqualTo("failed");
        }
    }

    @Test
    void aConnectionWithoutARequestEndsAfterTheIdleTime() throws Exception {
        try (TestServer server = TestServer.of(s -> s.withIdleTimeout(Duration.ofMillis(150)), this::echoLength);
                RawClient client = server.connect()) {
            assertThat(client.get("/").status()).isEqualTo(200);
            client.send("GET / HT");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aBodyThatStopsComingIsCutAfterTheIdleTime() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (TestServer server = TestServer.of(s -> s.withIdleTimeout(Duration.ofMillis(150)), e -> write(e, failure));
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc");
            assertThat(failure.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(TruncatedException.class)
                    .cause()
                    .hasMessage("no byte came or went for 150 ms");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aHandlerMayThinkLongerThanTheIdleTime() throws Exception {
        BlockingQueue<Exchange> arrived = new LinkedBlockingQueue<>();
        CountDownLatch ended = new CountDownLatch(1);
        try (TestServer server = TestServer.of(s -> s.withIdleTimeout(Duration.ofMillis(50)), arrived::add);
                RawClient client = server.connect()) {
            client.send(GET.formatted("/"));
            Exchange exchange = arrived.poll(10, TimeUnit.SECONDS);
            exchange.onEnd(ended::countDown);
            assertThat(ended.await(300, TimeUnit.MILLISECONDS)).isFalse();
            exchange.respond(ServerTest.text(200, "done"));
            assertThat(client.answer().text()).isEqualTo("done");
        }
    }

    private void echoLength(Exchange exchange) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        write(exchange, failure);
    }

    private void write(Exchange exchange, CompletableFuture<Throwable> failure) {
        var range = TestFiles.range(directory.resolve("body"), 0, 1000);
        Streamed body = exchange.body();
        body.source().writeTo(range, Set.of()).whenComplete((written, cause) -> {
            body.close();
            TestFiles.close(range.channel());
            failure.complete(cause);
            exchange.respond(
                    cause == null
                            ? ServerTest.text(200, exchange.method() + " " + written.length())
                            : new Reply(
                                    400,
                                    Headers.none(),
                                    new Reply.Bytes(cause.toString().getBytes(UTF_8))));
        });
    }
}
