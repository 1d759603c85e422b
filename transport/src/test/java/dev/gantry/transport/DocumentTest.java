package dev.gantry.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeases.class)
class DocumentTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    @Test
    void aDocumentOfAnySizeArrivesWholeAndTheConnectionIsKept() throws Exception {
        byte[] content = TestFiles.bytes(4, 3_000_001);
        try (TestServer server = TestServer.of(e -> e.respond(document(out -> out.write(content))));
                RawClient client = server.connect()) {
            assertThat(client.send(GET).answer().body()).isEqualTo(content);
            assertThat(client.send(GET).answer().body()).isEqualTo(content);
        }
    }

    @Test
    void anOldClientGetsItsDocumentUntilTheConnectionEnds() throws Exception {
        try (TestServer server = TestServer.of(e -> e.respond(document(out -> out.write("whole".getBytes(UTF_8)))));
                RawClient client = server.connect()) {
            RawClient.Got got = client.send("GET / HTTP/1.0\r\n\r\n").answer();
            assertThat(got.headers()).doesNotContainKeys("transfer-encoding", "content-length");
            assertThat(got.text()).isEqualTo("whole");
        }
    }

    @Test
    void aWriterThatFailsCutsTheDocument() throws Exception {
        try (TestServer server = TestServer.of(e -> e.respond(document(out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("no more");
                })));
                RawClient client = server.connect()) {
            client.send(GET);
            assertThatThrownBy(client::answer).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aWriterWaitsForItsReaderAndHearsThatItIsGone() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch much = new CountDownLatch(1);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (TestServer server = TestServer.of(e -> e.respond(document(out -> {
                    try {
                        while (written.get() < 1L << 30) {
                            out.write(new byte[10_000]);
                            written.addAndGet(10_000);
                            much.countDown();
                        }
                    } catch (IOException gone) {
                        failure.complete(gone);
                        throw gone;
                    }
                })));
                RawClient client = new RawClient(server.address(), 4096)) {
            client.send(GET);
            assertThat(much.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(failure.isDone()).isFalse();
            client.reset();
            assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessageContaining("the far side is gone");
            assertThat(written.get()).isLessThan(64 << 20);
        }
    }

    @Test
    void stoppingLetsARunningAnswerEndAndRefusesNewConnections() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        try (TestServer server = TestServer.of(e -> e.respond(document(out -> {
                    writing.countDown();
                    await(go);
                    out.write("done".getBytes(UTF_8));
                })));
                RawClient idle = server.connect();
                RawClient client = server.connect()) {
            client.send(GET);
            assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
            CompletionStage<Void> stopped = server.server().stop(Duration.ofSeconds(10));
            assertThat(idle.isEnded()).isTrue();
            assertThatThrownBy(server::connect).isInstanceOf(IOException.class);
            assertThat(stopped.toCompletableFuture()).isNotDone();
            go.countDown();
            assertThat(client.answer().text()).isEqualTo("done");
            assertThat(client.isEnded()).isTrue();
            stopped.toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void stoppingCutsWhatOutlastsTheGrace() throws Exception {
        CompletableFuture<Exchange> running = new CompletableFuture<>();
        try (TestServer server = TestServer.of(running::complete);
                RawClient client = server.connect()) {
            client.send(GET);
            Exchange exchange = running.get(10, TimeUnit.SECONDS);
            server.server().stop(Duration.ofMillis(50)).toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(client.isEnded()).isTrue();
            assertThat(exchange.isGone()).isTrue();
            exchange.respond(ServerTest.payloads(dev.gantry.ports.payload.Buffers.of(new byte[3])));
        }
    }

    @Test
    void aBlockingBodyHasALimitAndATimeLimit() throws Exception {
        CompletableFuture<Throwable> tooLarge = new CompletableFuture<>();
        CompletableFuture<Throwable> tooSlow = new CompletableFuture<>();
        try (TestServer server = TestServer.of(e -> e.respond(document(out -> {
                    boolean large = e.target().equals("/large");
                    Duration patience = large ? Duration.ofSeconds(10) : Duration.ofMillis(100);
                    try (BlockingBody in = new BlockingBody(e.body(), 1000, patience)) {
                        in.readAllBytes();
                    } catch (IOException failure) {
                        (large ? tooLarge : tooSlow).complete(failure);
                    }
                })));
                RawClient large = server.connect();
                RawClient slow = server.connect()) {
            large.send("PUT /large HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + "a".repeat(1001)
                    + "\r\n0\r\n\r\n");
            assertThat(tooLarge.get(10, TimeUnit.SECONDS)).isInstanceOf(BodyTooLargeException.class);
            slow.send("PUT /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na");
            assertThat(tooSlow.get(10, TimeUnit.SECONDS)).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Reply document(Reply.DocumentWriter writer) {
        return new Reply(200, Headers.none(), new Reply.Document(writer));
    }
}
