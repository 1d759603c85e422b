package dev.gantry.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Bytes move as fast as they may, in both directions, by the ways they have without a limit. */
@ExtendWith(NoLeases.class)
class PacingTest {

    private static final int LENGTH = 1 << 20;

    /** A quarter of a second for all bytes. */
    private static final long RATE = 4L << 20;

    private static final Duration LEAST = Duration.ofMillis(200);

    @TempDir
    Path directory;

    private final byte[] content = TestFiles.bytes(5, LENGTH);

    private static Payload paced(Payload payload, FixedPace pace) {
        payload.pace(pace);
        return payload;
    }

    private void assertAnsweredSlowly(TestServer server) throws Exception {
        long begin = System.nanoTime();
        try (RawClient client = server.connect()) {
            assertThat(client.get("/").body()).isEqualTo(content);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(LEAST);
    }

    private TestServer giving(Supplier<Payload> payload) throws IOException {
        return TestServer.of(exchange -> exchange.respond(
                new Reply(200, Headers.none(), new Reply.Payloads(List.of(payload.get()), new Deliveries()))));
    }

    @Test
    void aFileLeavesBySendfileNoFasterThanItMay() throws Exception {
        Path file = TestFiles.file(directory, content);
        FixedPace pace = new FixedPace(RATE);
        try (TestServer server = giving(() -> paced(TestFiles.slice(file, 0, LENGTH), pace))) {
            assertAnsweredSlowly(server);
            assertThat(server.server().moved().by(BytesMoved.Path.SENDFILE)).isEqualTo(LENGTH);
        }
        assertThat(pace.taken()).isEqualTo(LENGTH);
    }

    @Test
    void buffersAndStreamsLeaveNoFasterThanTheyMay() throws Exception {
        FixedPace pace = new FixedPace(RATE);
        try (TestServer server = giving(() -> paced(Buffers.of(content), pace))) {
            assertAnsweredSlowly(server);
        }
        FixedPace ofStream = new FixedPace(RATE);
        try (TestServer server =
                giving(() -> paced(new Streamed(LENGTH, new PieceSource(content, 50_000)), ofStream))) {
            assertAnsweredSlowly(server);
        }
        assertThat(pace.taken()).isEqualTo(LENGTH);
        assertThat(ofStream.taken()).isEqualTo(LENGTH);
    }

    @Test
    void aBodyIsReadIntoItsFileNoFasterThanItMay() throws Exception {
        Path target = directory.resolve("target");
        FixedPace pace = new FixedPace(RATE);
        try (TestServer server = TestServer.of(exchange -> {
            Streamed body = (Streamed) paced(exchange.body(), pace);
            body.source().writeTo(TestFiles.range(target, 0, LENGTH), Set.of()).whenComplete((written, failure) -> {
                body.close();
                exchange.respond(Reply.empty(failure == null ? 200 : 500, Headers.none()));
            });
        })) {
            long begin = System.nanoTime();
            try (RawClient client = server.connect()) {
                client.send("PUT /x HTTP/1.1\r\nHost: h\r\nContent-Length: " + LENGTH + "\r\n\r\n")
                        .send(content);
                assertThat(client.answer().status()).isEqualTo(200);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(LEAST);
        }
        assertThat(Files.readAllBytes(target)).isEqualTo(content);
    }

    @Test
    void aPeerThatResetsWhileItsAnswerWaitsHoldsNothing() throws Exception {
        Path file = TestFiles.file(directory, content);
        FixedPace pace = new FixedPace(1);
        try (TestServer server = giving(() -> paced(TestFiles.slice(file, 0, LENGTH), pace))) {
            InetSocketAddress address = server.address();
            try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write("GET /x HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
                while (pace.taken() == 0) {
                    Thread.onSpinWait();
                }
            }
            Awaitility.await().untilAsserted(() -> assertThat(Payload.open()).isZero());
        }
    }
}
