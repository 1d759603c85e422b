package dev.gantry.transport;

import dev.gantry.domain.ChecksumType;
import dev.gantry.peers.RawHttp;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Streamed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does one body take over one kept connection, from a file and into a file with CRC32C, beside a server that
 * copies streams? {@code benchmarks/jmh -prof gc Body}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BodyBenchmark {

    private static final Reply.Delivery UNHEARD = new Reply.Delivery() {
        @Override
        public void delivered() {}

        @Override
        public void failed() {}
    };

    /** Who serves. */
    public enum Server {
        GANTRY,
        STREAM_COPY
    }

    @Param
    private Server server;

    @Param({"1024", "102400", "67108864"})
    private int bytes;

    private Path file;
    private FileChannel channel;
    private ExecutorService threads;
    private AutoCloseable running;
    private RawHttp client;
    private ByteBuffer body;

    @Setup
    public void start() throws IOException {
        file = Files.createTempFile("body", null);
        Files.write(file, new byte[bytes]);
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        body = ByteBuffer.allocateDirect(bytes);
        threads = Executors.newCachedThreadPool();
        client = new RawHttp(server == Server.GANTRY ? gantry() : rival());
    }

    private int gantry() throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer http = HttpServer.start(ServerSettings.defaults(threads, threads), loopback, this::answer);
        running = http;
        return http.port();
    }

    private int rival() throws IOException {
        Rival rival = new Rival(file);
        running = rival;
        return rival.port();
    }

    private void answer(Exchange exchange) {
        if (exchange.method().equals("GET")) {
            FileSlice slice = new FileSlice(file, channel, 0, bytes, () -> {});
            exchange.respond(new Reply(200, Headers.none(), new Reply.Payloads(List.of(slice), UNHEARD)));
            return;
        }
        Streamed received = exchange.body();
        received.source()
                .writeTo(new FileRange(channel, 0, bytes), Set.of(ChecksumType.CRC32C))
                .whenComplete((written, failure) -> {
                    received.close();
                    exchange.respond(Reply.empty(failure == null ? 200 : 500, Headers.none()));
                });
    }

    @Benchmark
    public long get() throws IOException {
        return client.exchange("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").bytes();
    }

    @Benchmark
    public int put() throws IOException {
        String head = "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes + "\r\n\r\n";
        return client.exchange(head, body.duplicate()).status();
    }

    @TearDown
    public void stop() throws Exception {
        client.close();
        running.close();
        channel.close();
        threads.shutdown();
        Files.delete(file);
    }
}
