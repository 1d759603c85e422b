package dev.gantry.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.payload.Payload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeases.class)
class EvidenceTest {

    /** More than the reader's socket takes, less than the server's socket keeps, so that the write completes. */
    private static final int STALLING = 200_000;

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    @TempDir
    Path directory;

    private final Deliveries delivery = new Deliveries();
    private final CountDownLatch answered = new CountDownLatch(1);

    @Test
    void whatAStalledReaderHasNotTakenIsNotDeliveredUntilItReads() throws Exception {
        try (TestServer server = serving(s -> s, STALLING);
                RawClient client = new RawClient(server.address(), 4096)) {
            client.send(GET);
            assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(neverHeardFor(400)).isTrue();
            assertThat(client.answer().body()).hasSize(STALLING);
            assertThat(delivery.next()).isEqualTo("delivered");
            assertThat(delivery.heard()).isEmpty();
        }
    }

    @Test
    void whatAPeerHadNotTakenWhenItResetHasFailed() throws Exception {
        try (TestServer server = serving(s -> s, STALLING);
                RawClient client = new RawClient(server.address(), 4096)) {
            client.send(GET);
            assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
            client.reset();
            assertThat(delivery.next()).isEqualTo("failed");
        }
        assertThat(delivery.heard()).isEmpty();
    }

    @Test
    void aResetAfterThePeersHalfEndedHasFailedToo() throws Exception {
        try (TestServer server = serving(s -> s, STALLING);
                RawClient client = new RawClient(server.address(), 4096)) {
            client.send(GET);
            assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
            client.socket().shutdownOutput();
            assertThat(neverHeardFor(100)).isTrue();
            client.reset();
            assertThat(delivery.next()).isEqualTo("failed");
        }
        assertThat(delivery.heard()).isEmpty();
    }

    @Test
    void anEndOfThePeersHalfProvesNothingWhileItHasNotTakenAll() throws Exception {
        try (TestServer server = serving(s -> s, STALLING);
                RawClient client = new RawClient(server.address(), 4096)) {
            client.send(GET);
            assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
            client.socket().shutdownOutput();
            assertThat(neverHeardFor(200)).isTrue();
            assertThat(client.answer().body()).hasSize(STALLING);
            assertThat(delivery.next()).isEqualTo("delivered");
        }
    }

    @Test
    void anAnswerThatDoesNotFitIntoTheSocketsFailsWhenItsReaderStalls() throws Exception {
        try (TestServer server = serving(s -> s.withIdleTimeout(Duration.ofMillis(200)), 64 << 20);
                RawClient client = new RawClient(server.address(), 4096)) {
            client.send(GET);
            assertThat(delivery.next()).isEqualTo("failed");
            assertThat(delivery.heard()).isEmpty();
        }
    }

    @Test
    void anAnswerThatClosesTheConnectionIsDeliveredToo() throws Exception {
        try (TestServer server = serving(s -> s, STALLING);
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertThat(client.answer().body()).hasSize(STALLING);
            assertThat(delivery.next()).isEqualTo("delivered");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void anEmptyAnswerIsDelivered() throws Exception {
        try (TestServer server = serving(s -> s, 0);
                RawClient client = server.connect()) {
            assertThat(client.send(GET).answer().body()).isEmpty();
            assertThat(delivery.next()).isEqualTo("delivered");
        }
    }

    @Test
    void withoutTcpInfoTheNextRequestIsTheEvidence() throws Exception {
        try (TestServer server = serving(s -> s.withPolling(Polling.SELECTOR), 1000);
                RawClient client = server.connect()) {
            client.send(GET).answer();
            assertThat(neverHeardFor(200)).isTrue();
            client.send(GET).answer();
            assertThat(delivery.next()).isEqualTo("delivered");
        }
    }

    @Test
    void withoutTcpInfoAnOrderlyEndOrASecondIsTheEvidence() throws Exception {
        try (TestServer server = serving(s -> s.withPolling(Polling.SELECTOR), 1000);
                RawClient client = server.connect();
                RawClient waiting = server.connect()) {
            client.send(GET).answer();
            client.close();
            assertThat(delivery.next()).isEqualTo("delivered");
            waiting.send(GET).answer();
            assertThat(neverHeardFor(400)).isTrue();
            assertThat(delivery.next()).isEqualTo("delivered");
        }
    }

    private boolean neverHeardFor(long millis) throws InterruptedException {
        return !new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)
                && delivery.heard().isEmpty();
    }

    private TestServer serving(UnaryOperator<ServerSettings> change, int bytes) throws Exception {
        Path file = TestFiles.file(directory, new byte[bytes]);
        return TestServer.of(change, exchange -> {
            Payload slice = TestFiles.slice(file, 0, bytes);
            exchange.onEnd(answered::countDown);
            exchange.respond(new Reply(200, Headers.none(), new Reply.Payloads(List.of(slice), delivery)));
        });
    }
}
