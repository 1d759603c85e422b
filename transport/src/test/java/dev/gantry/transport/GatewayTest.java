package dev.gantry.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Streamed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that go from one connection to another arrive whole on every way that they can take. */
@ExtendWith(NoLeases.class)
class GatewayTest {

    /** The ways of a body through a gateway. */
    enum Way {
        AUTO(Forwarding.AUTO, Polling.NATIVE),
        COPY(Forwarding.COPY, Polling.NATIVE),
        SELECTOR(Forwarding.AUTO, Polling.SELECTOR);

        final Forwarding forwarding;
        final Polling polling;

        Way(Forwarding forwarding, Polling polling) {
            this.forwarding = forwarding;
            this.polling = polling;
        }

        boolean splices() {
            return this == AUTO && Forwarding.missing().isEmpty();
        }
    }

    private static final int LARGE = 24 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Way.class)
    void answersGoThroughOneAfterTheOtherOverKeptConnections(Way way) throws Exception {
        byte[] large = TestFiles.bytes(1, LARGE);
        byte[] small = TestFiles.bytes(2, 70_000);
        try (TestServer upstream = serving(large, small);
                TestGateway gateway = new TestGateway(way.forwarding, way.polling, PATIENCE, upstream.address());
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/large").body()).isEqualTo(large);
                assertThat(client.get("/small").body()).isEqualTo(small);
            }
            long spliced = gateway.moved(BytesMoved.Path.SPLICE);
            assertThat(spliced).isBetween(way.splices() ? 2L * LARGE : 0, way.splices() ? 3L * LARGE : 0);
            assertThat(spliced + gateway.moved(BytesMoved.Path.DIRECT)).isEqualTo(3L * (LARGE + small.length));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void uploadsGoThroughAndTheNextRequestIsUnderstood(Way way) throws Exception {
        byte[] content = TestFiles.bytes(3, LARGE);
        try (TestServer upstream = TestServer.of(this::keep);
                TestGateway gateway = new TestGateway(way.forwarding, way.polling, PATIENCE, upstream.address());
                RawClient client = gateway.connect()) {
            for (String name : List.of("a", "b")) {
                client.send("PUT /" + name + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + LARGE + "\r\n\r\n");
                client.send(content);
                client.send("GET /" + name + "-next HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(client.answer().status()).isEqualTo(200);
                assertThat(client.answer().status()).as("what followed at once").isEqualTo(200);
                assertThat(Files.readAllBytes(directory.resolve(name))).isEqualTo(content);
            }
            assertThat(gateway.moved(BytesMoved.Path.SPLICE) > 0).isEqualTo(way.splices());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void manyAtOnceGetEachTheirOwn(Way way) throws Exception {
        byte[] large = TestFiles.bytes(4, LARGE);
        ExecutorService readers = Executors.newFixedThreadPool(8);
        try (TestServer upstream = serving(large, new byte[0]);
                TestGateway gateway = new TestGateway(way.forwarding, way.polling, PATIENCE, upstream.address())) {
            List<Future<byte[]>> got = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                got.add(readers.submit(() -> {
                    try (RawClient client = gateway.connect()) {
                        return client.get("/large").body();
                    }
                }));
            }
            for (Future<byte[]> one : got) {
                assertThat(one.get()).isEqualTo(large);
            }
        } finally {
            readers.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatGoesThroughIsDigestedOnItsWayIfThatIsAsked(Way way) throws Exception {
        byte[] content = TestFiles.bytes(5, LARGE);
        Digests expected = new Digests(Set.of(ChecksumType.CRC32C));
        expected.update(ByteBuffer.wrap(content));
        String crc = expected.finish().toString();
        for (boolean ends : new boolean[] {false, true}) {
            try (TestServer upstream = TestServer.of(this::keep);
                    TestGateway gateway = new TestGateway(
                            way.forwarding, way.polling, PATIENCE, upstream.address(), Set.of(ChecksumType.CRC32C));
                    RawClient client = gateway.connect()) {
                client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: " + LARGE + "\r\n\r\n");
                client.send(content);
                if (ends) {
                    client.socket().shutdownOutput();
                }
                assertThat(client.answer().status()).isEqualTo(200);
                assertThat(gateway.digested.remove().toString()).isEqualTo(crc);
                assertThat(Files.readAllBytes(directory.resolve("a"))).isEqualTo(content);
                assertThat(ends || gateway.moved(BytesMoved.Path.SPLICE) > 0).isEqualTo(ends || way.splices());
            }
        }
    }

    private static TestServer serving(byte[] large, byte[] small) throws IOException {
        return TestServer.of(exchange -> exchange.respond(
                new Reply(200, Headers.none(), new Reply.Bytes(exchange.target().equals("/large") ? large : small))));
    }

    private void keep(Exchange exchange) {
        Streamed body = exchange.body();
        if (exchange.method().equals("GET")) {
            body.close();
            exchange.respond(Reply.empty(200, Headers.none()));
            return;
        }
        FileRange range = TestFiles.range(directory.resolve(exchange.target().substring(1)), 0, body.length());
        body.source().writeTo(range, Set.of()).whenComplete((written, why) -> {
            body.close();
            TestFiles.close(range.channel());
            exchange.respond(Reply.empty(why == null ? 200 : 500, Headers.none()));
        });
    }
}
