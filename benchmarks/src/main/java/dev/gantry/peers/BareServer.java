package dev.gantry.peers;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.Reply;
import dev.gantry.transport.ServerSettings;
import dev.gantry.transport.ServerTls;
import dev.gantry.transport.TlsEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

/**
 * The transport alone: answers {@code GET /NAME} with the file of that name in a folder; of what is PUT, writes {@code
 * /new/NAME} into a fresh file, {@code /summed/NAME} with CRC32C, and drops everything else. Arguments: the folder and,
 * for TLS, a certificate, its key and a {@link TlsEngine}. Ends with its input.
 */
public final class BareServer {

    static final Reply.Delivery UNHEARD = new Reply.Delivery() {
        @Override
        public void delivered() {}

        @Override
        public void failed() {}
    };

    private static final String NEW = "/new/";
    private static final String SUMMED = "/summed/";

    private final Path files;
    private final Map<String, FileChannel> open = new ConcurrentHashMap<>();

    private BareServer(Path files) {
        this.files = files;
    }

    /** Prints the port that it took. */
    public static void main(String[] arguments) throws IOException {
        BareServer server = new BareServer(Path.of(arguments[0]));
        var threads = Executors.newCachedThreadPool();
        ServerSettings plain = ServerSettings.defaults(threads, threads);
        try (HttpServer http = HttpServer.start(
                arguments.length == 1 ? plain : plain.withTls(tls(arguments)),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                server::answer)) {
            System.out.println(http.port());
            while (System.in.read() >= 0) {
                // until the harness closes its end
            }
        }
        threads.shutdown();
    }

    private static ServerTls tls(String... arguments) throws IOException {
        return ServerTls.of(Path.of(arguments[1]), Path.of(arguments[2]), TlsEngine.valueOf(arguments[3]));
    }

    private void answer(Exchange exchange) {
        if (!exchange.method().equals("PUT")) {
            send(exchange);
        } else if (exchange.target().startsWith(NEW)) {
            keep(exchange, exchange.target().substring(NEW.length()), Set.of());
        } else if (exchange.target().startsWith(SUMMED)) {
            keep(exchange, exchange.target().substring(SUMMED.length()), Set.of(ChecksumType.CRC32C));
        } else {
            drop(exchange);
        }
    }

    private void keep(Exchange exchange, String name, Set<ChecksumType> checksums) {
        Streamed body = exchange.body();
        try {
            FileChannel channel =
                    FileChannel.open(files.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            body.source()
                    .writeTo(new FileRange(channel, 0, body.length()), checksums)
                    .whenComplete((written, failure) -> {
                        body.close();
                        close(channel);
                        exchange.respond(Reply.empty(failure == null ? 200 : 500, Headers.none()));
                    });
        } catch (IOException e) {
            body.close();
            exchange.respond(Reply.empty(409, Headers.none()));
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drop(Exchange exchange) {
        Streamed body = exchange.body();
        body.source().buffers().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                // dropped
            }

            @Override
            public void onError(Throwable failure) {
                body.close();
            }

            @Override
            public void onComplete() {
                body.close();
                exchange.respond(Reply.empty(200, Headers.none()));
            }
        });
    }

    private void send(Exchange exchange) {
        try {
            FileChannel channel = open.computeIfAbsent(exchange.target(), this::open);
            FileSlice slice = new FileSlice(files, channel, 0, channel.size(), () -> {});
            exchange.respond(new Reply(200, Headers.none(), new Reply.Payloads(List.of(slice), UNHEARD)));
        } catch (IOException | UncheckedIOException e) {
            exchange.respond(Reply.empty(404, Headers.none()));
        }
    }

    private FileChannel open(String target) {
        try {
            return FileChannel.open(files.resolve(target.substring(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
