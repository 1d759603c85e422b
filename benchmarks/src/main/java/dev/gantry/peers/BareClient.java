package dev.gantry.peers;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.transport.Answer;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The transport alone as a client: gets files over at most four connections into fresh files, with CRC32C. Arguments: the
 * server's port, then those of {@link Downloads}.
 */
public final class BareClient {

    private final HttpClient client;
    private final InetSocketAddress server;

    private BareClient(HttpClient client, InetSocketAddress server) {
        this.client = client;
        this.server = server;
    }

    /** Gets everything. */
    public static void main(String[] arguments) throws Exception {
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        ExecutorService threads = Executors.newCachedThreadPool();
        try (HttpClient client =
                new HttpClient(ClientSettings.defaults(threads).withConnections(Downloads.CONNECTIONS, 1024))) {
            Downloads.run(
                    new BareClient(client, server)::get, List.of(arguments).subList(1, arguments.length));
        }
        threads.shutdown();
    }

    private void get(List<String> targets, Path folder) {
        targets.stream()
                .map(target -> get(target, Downloads.file(folder, target)))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private CompletableFuture<?> get(String target, Path file) {
        return client.send(server, Request.of("GET", target, Headers.none()))
                .thenCompose(answer -> keep(answer, file))
                .toCompletableFuture();
    }

    private static CompletionStage<?> keep(Answer answer, Path file) {
        Streamed body = answer.body();
        FileChannel channel = create(file);
        return body.source()
                .writeTo(new FileRange(channel, 0, body.length()), Set.of(ChecksumType.CRC32C))
                .whenComplete((written, failure) -> {
                    answer.close();
                    close(channel);
                });
    }

    private static FileChannel create(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
