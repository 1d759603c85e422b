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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The transport alone as a client: gets files over at most four connections into fresh files of a folder, with CRC32C.
 * Arguments: the server's port, the folder, the targets. Ends when all are there, and fails if one is not.
 */
public final class BareClient {

    private final HttpClient client;
    private final InetSocketAddress server;
    private final Path folder;

    private BareClient(HttpClient client, InetSocketAddress server, Path folder) {
        this.client = client;
        this.server = server;
        this.folder = folder;
    }

    /** Gets everything. */
    public static void main(String[] arguments) {
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        ExecutorService threads = Executors.newCachedThreadPool();
        try (HttpClient client = new HttpClient(ClientSettings.defaults(threads).withConnections(4, 1024))) {
            BareClient bare = new BareClient(client, server, Path.of(arguments[1]));
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (String target : Arrays.asList(arguments).subList(2, arguments.length)) {
                all.add(bare.get(target));
            }
            all.forEach(CompletableFuture::join);
        }
        threads.shutdown();
    }

    private CompletableFuture<?> get(String target) {
        return client.send(server, Request.of("GET", target, Headers.none()))
                .thenCompose(answer -> keep(answer, folder.resolve(target.substring(target.lastIndexOf('/') + 1))))
                .toCompletableFuture();
    }

    private static CompletableFuture<?> keep(Answer answer, Path file) {
        Streamed body = answer.body();
        FileChannel channel = create(file);
        return body.source()
                .writeTo(new FileRange(channel, 0, body.length()), Set.of(ChecksumType.CRC32C))
                .whenComplete((written, failure) -> {
                    answer.close();
                    close(channel);
                })
                .toCompletableFuture();
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
