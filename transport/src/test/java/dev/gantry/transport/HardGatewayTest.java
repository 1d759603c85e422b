package dev.gantry.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gantry.transport.GatewayTest.Way;
import dev.gantry.transport.RawServer.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Far sides that misbehave in the middle of a body that goes through: only it fails, and nothing stays behind. */
@ExtendWith(NoLeases.class)
class HardGatewayTest {

    private static final int LARGE = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(800);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final byte[] HEAD = ("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n").getBytes(US_ASCII);

    private final byte[] content = TestFiles.bytes(7, LARGE);
    private long pipesBefore;

    @BeforeEach
    void countPipes() throws IOException {
        pipesBefore = descriptors("pipe:");
    }

    @AfterEach
    void nothingStaysOpen() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(descriptors("pipe:")).isEqualTo(pipesBefore));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSenderThatResetsCutsItsAnswerAndNoOther(Way way) throws Exception {
        CountDownLatch halfRead = new CountDownLatch(1);
        Script reset = socket -> {
            socket.getOutputStream().write(content, 0, LARGE / 2);
            halfRead.await(10, TimeUnit.SECONDS);
            socket.setSoLinger(true, 0);
        };
        try (RawServer upstream = first(reset);
                TestGateway gateway = gateway(way, PATIENCE, upstream);
                RawClient cut = gateway.connect()) {
            cut.send(GET).head();
            cut.exactly(LARGE / 4);
            try (RawClient other = gateway.connect()) {
                other.send(GET).head();
                other.exactly(LARGE / 4);
                halfRead.countDown();
                assertThatThrownBy(() -> cut.exactly(LARGE)).isInstanceOf(IOException.class);
                assertThat(other.exactly(3 * LARGE / 4)).isEqualTo(Arrays.copyOfRange(content, LARGE / 4, LARGE));
            }
            assertThat(List.of(gateway.deliveries.next(), gateway.deliveries.next()))
                    .containsExactlyInAnyOrder("failed", "delivered");
            assertThat(gateway.lent()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aReaderThatResetsEndsItsTransferAndTheNextIsServed(Way way) throws Exception {
        try (RawServer upstream = new RawServer(this::sendAll);
                TestGateway gateway = gateway(way, PATIENCE, upstream);
                RawClient next = gateway.connect()) {
            RawClient gone = gateway.connect(4096);
            gone.send(GET).head();
            gone.exactly(1 << 20);
            gone.reset();
            assertThat(gateway.deliveries.next()).isEqualTo("failed");
            assertThat(next.send(GET).answer().body()).isEqualTo(content);
            await().untilAsserted(() -> assertThat(gateway.lent()).isZero());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aReaderThatStallsIsGivenUpAfterTheIdleTime(Way way) throws Exception {
        try (RawServer upstream = new RawServer(this::sendAll);
                TestGateway gateway = gateway(way, SHORT, upstream);
                RawClient stalled = gateway.connect(4096)) {
            stalled.send(GET).head();
            assertThat(gateway.deliveries.next()).isEqualTo("failed");
            await().untilAsserted(() -> assertThat(gateway.lent()).isZero());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aReaderThatPausesLosesNothing(Way way) throws Exception {
        try (RawServer upstream = new RawServer(this::sendAll);
                TestGateway gateway = gateway(way, SHORT, upstream);
                RawClient slow = gateway.connect(64 << 10)) {
            slow.send(GET).head();
            byte[] got = new byte[0];
            for (int i = 0; i < 4; i++) {
                pause(SHORT.dividedBy(2));
                got = concat(got, slow.exactly(LARGE / 4));
            }
            assertThat(got).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSenderThatSendsFewBytesNowAndThenIsPassedOnAtOnce(Way way) throws Exception {
        CountDownLatch[] wanted =
                Stream.generate(() -> new CountDownLatch(1)).limit(9).toArray(CountDownLatch[]::new);
        Script slow = socket -> {
            OutputStream out = socket.getOutputStream();
            out.write(HEAD);
            out.write(content, 0, LARGE - 8);
            for (int i = 0; i < 8; i++) {
                wanted[i].await(10, TimeUnit.SECONDS);
                out.write(content[LARGE - 8 + i]);
            }
            wanted[8].await(10, TimeUnit.SECONDS);
        };
        try (RawServer upstream = new RawServer(slow);
                TestGateway gateway = gateway(way, SHORT, upstream);
                RawClient client = gateway.connect()) {
            client.send(GET).head();
            client.exactly(LARGE - 8);
            for (int i = 0; i < 8; i++) {
                pause(SHORT.dividedBy(4));
                wanted[i].countDown();
                assertThat(client.exactly(1)[0]).isEqualTo(content[LARGE - 8 + i]);
            }
            wanted[8].countDown();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSenderThatStallsIsGivenUpAfterTheIdleTime(Way way) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Script stalling = socket -> {
            socket.getOutputStream().write(HEAD);
            socket.getOutputStream().write(content, 0, LARGE / 2);
            over.await(10, TimeUnit.SECONDS);
        };
        try (RawServer upstream = new RawServer(stalling);
                TestGateway gateway = gateway(way, SHORT, upstream);
                RawClient client = gateway.connect()) {
            client.send(GET).head();
            client.exactly(LARGE / 2);
            assertThat(client.isEnded()).isTrue();
            assertThat(gateway.deliveries.next()).isEqualTo("failed");
            over.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatASenderLeftUnreadBehindItsEndArrives(Way way) throws Exception {
        Script ending = socket -> {
            socket.getOutputStream().write(HEAD);
            socket.getOutputStream().write(content);
            socket.shutdownOutput();
            socket.getInputStream().read();
        };
        try (RawServer upstream = new RawServer(ending);
                TestGateway gateway = gateway(way, PATIENCE, upstream)) {
            for (int i = 0; i < 4; i++) {
                try (RawClient client = gateway.connect(4096)) {
                    client.send(GET).head();
                    client.exactly(100_000);
                    pause(Duration.ofMillis(50)); // the end is there before what comes before it is taken
                    assertThat(client.exactly(LARGE - 100_000)).isEqualTo(Arrays.copyOfRange(content, 100_000, LARGE));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whereAllPipesAreInUseTheOthersAreServedAllTheSame(Way way) throws Exception {
        try (RawServer upstream = new RawServer(this::sendAll);
                TestGateway gateway = gateway(way, PATIENCE, upstream);
                RawClient client = gateway.connect()) {
            PipePool pipes = gateway.server().bounds().pipes();
            List<Pipe> taken = Stream.generate(pipes::take)
                    .limit(40)
                    .flatMap(Optional::stream)
                    .toList();
            assertThat(taken).hasSize(way.splices() ? 24 : 0);
            assertThat(client.send(GET).answer().body()).isEqualTo(content);
            assertThat(gateway.moved(BytesMoved.Path.SPLICE)).isZero();
            taken.forEach(pipes::giveBack);
            assertThat(client.send(GET).answer().body()).isEqualTo(content);
            assertThat(gateway.moved(BytesMoved.Path.SPLICE) > 0).isEqualTo(way.splices());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aGatewayThatStopsInTheMiddleCutsWhatItPassesOn(Way way) throws Exception {
        try (RawServer upstream = new RawServer(this::sendAll)) {
            TestGateway gateway = gateway(way, PATIENCE, upstream);
            try (RawClient client = gateway.connect(4096)) {
                client.send(GET).head();
                client.exactly(1 << 20);
                gateway.close();
                assertThatThrownBy(() -> client.exactly(LARGE)).isInstanceOf(IOException.class);
                assertThat(gateway.deliveries.next()).isEqualTo("failed");
                assertThat(gateway.lent()).isZero();
            }
        }
    }

    private static TestGateway gateway(Way way, Duration idle, RawServer upstream) throws IOException {
        return new TestGateway(way.forwarding, way.polling, idle, upstream.address());
    }

    /** The first connection gets what {@code script} sends behind a head, all others everything. */
    private RawServer first(RawServer.Script script) throws IOException {
        CountDownLatch began = new CountDownLatch(1);
        return new RawServer(socket -> {
            boolean first = began.getCount() > 0;
            began.countDown();
            if (first) {
                socket.getOutputStream().write(HEAD);
                script.play(socket);
            } else {
                sendAll(socket);
            }
        });
    }

    private void sendAll(Socket socket) throws IOException {
        do {
            socket.getOutputStream().write(HEAD);
            socket.getOutputStream().write(content);
            RawServer.skipHead(socket.getInputStream());
        } while (true);
    }

    private static void pause(Duration time) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static long descriptors(String kind) throws IOException {
        Path all = Path.of("/proc/self/fd");
        if (!Files.isDirectory(all)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(all)) {
            return open.filter(fd -> target(fd).startsWith(kind)).count();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }
}
