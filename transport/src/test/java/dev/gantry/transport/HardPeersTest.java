package dev.gantry.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Streamed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Far sides and files that misbehave in the middle: each costs its own transfer and no other. */
@ExtendWith(NoLeases.class)
class HardPeersTest {

    private static final int LARGE = 24 << 20;
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    @TempDir
    Path directory;

    private final Deliveries delivery = new Deliveries();

    @ParameterizedTest
    @EnumSource(Polling.class)
    void aReaderThatResetsInTheMiddleFailsAloneAndOthersLoseNothing(Polling polling) throws Exception {
        byte[] content = TestFiles.bytes(1, LARGE);
        Path file = TestFiles.file(directory, content);
        try (TestServer server = serving(polling, file, LARGE);
                RawClient resetting = new RawClient(server.address(), 4096);
                RawClient other = server.connect()) {
            resetting.send(GET).head();
            resetting.exactly(100_000);
            other.send(GET).head();
            resetting.reset();
            assertThat(other.exactly(LARGE)).isEqualTo(content);
            assertThat(List.of(delivery.next(), delivery.next())).containsExactlyInAnyOrder("failed", "delivered");
        }
    }

    @ParameterizedTest
    @EnumSource(Polling.class)
    void aFileThatIsCutUnderItsTransferEndsThatConnectionOnly(Polling polling) throws Exception {
        Path file = TestFiles.file(directory, new byte[LARGE]);
        try (TestServer server = serving(polling, file, LARGE);
                RawClient client = new RawClient(server.address(), 4096)) {
            client.send(GET).head();
            client.exactly(10_000);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(1 << 20);
            }
            assertThatThrownBy(() -> client.exactly(LARGE)).isInstanceOf(IOException.class);
            assertThat(delivery.next()).isEqualTo("failed");
            Files.write(file, new byte[LARGE]);
            try (RawClient next = server.connect()) {
                assertThat(next.send(GET).answer().body()).hasSize(LARGE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Polling.class)
    void aWriterThatSendsAByteNowAndThenIsWaitedForWithoutAThread(Polling polling) throws Exception {
        try (TestServer server = TestServer.of(
                        s -> s.withPolling(polling).withIoThreads(1).withIdleTimeout(Duration.ofSeconds(1)),
                        this::keep);
                RawClient slow = server.connect();
                RawClient quick = server.connect()) {
            slow.send("PUT /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 12\r\n\r\n");
            for (int i = 0; i < 12; i++) {
                assertThat(new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS))
                        .isFalse();
                slow.send("x");
                quick.send("PUT /quick HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\ny");
                assertThat(quick.answer().status()).isEqualTo(200);
            }
            assertThat(slow.answer().status())
                    .as("after more than the idle time")
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Polling.class)
    void aHalfClosedSocketWithUnreadBytesStillGetsItsAnswer(Polling polling) throws Exception {
        try (TestServer server = TestServer.of(
                        s -> s.withPolling(polling), exchange -> exchange.respond(ServerTest.text(507, "full")));
                RawClient client = server.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000\r\n\r\n".getBytes(US_ASCII));
            client.send(new byte[200_000]);
            client.socket().shutdownOutput();
            assertThat(client.answer().text()).isEqualTo("full");
            assertThat(client.isEnded()).isTrue();
        }
    }

    private TestServer serving(Polling polling, Path file, long length) throws IOException {
        return TestServer.of(
                s -> s.withPolling(polling),
                exchange -> exchange.respond(new Reply(
                        200, Headers.none(), new Reply.Payloads(List.of(TestFiles.slice(file, 0, length)), delivery))));
    }

    private void keep(Exchange exchange) {
        Streamed body = exchange.body();
        FileRange range = TestFiles.range(directory.resolve(exchange.target().substring(1)), 0, body.length());
        body.source().writeTo(range, Set.of()).whenComplete((written, why) -> {
            body.close();
            TestFiles.close(range.channel());
            exchange.respond(Reply.empty(why == null ? 200 : 500, Headers.none()));
        });
    }
}
