package dev.gantry.peers;

import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.Reply;
import dev.gantry.transport.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

/** The transport alone: answers {@code GET /NAME} with the file of that name in a folder, and drops what is PUT. Ends with its input. */
public final class BareServer {

    static final Reply.Delivery UNHEARD = new Reply.Delivery() {
        @Override
        public void delivered() {}

        @Override
        public void failed() {}
    };

    private final Path files;
    private final Map<String, FileChannel> open = new ConcurrentHashMap<>();

    private BareServer(Path files) {
        this.files = files;
    }

    /** Prints the port that it took. */
    public static void main(String[] arguments) throws IOException {
        BareServer server = new BareServer(Path.of(arguments[0]));
        var threads = Executors.newCachedThreadPool();
        try (HttpServer http = HttpServer.start(
                ServerSettings.defaults(threads, threads),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                server::answer)) {
            System.out.println(http.port());
            while (System.in.read() >= 0) {
                // until the harness closes its end
            }
        }
        threads.shutdown();
    }

    private void answer(Exchange exchange) {
        if (exchange.method().equals("PUT")) {
            drop(exchange);
        } else {
            send(exchange);
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
