package dev.gantry.s3;

import dev.gantry.domain.Role;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.durastore.DurastoreHandler;
import dev.gantry.durastore.DurastoreSettings;
import dev.gantry.engine.EngineSettings;
import dev.gantry.engine.Gantry;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A node with one store that serves DuraStore to its only user, ROOT. Closes the store. */
final class DuraStoreFront implements AutoCloseable {

    private static final User ROOT = new User(new UserId(new UUID(1, 1)), "root", Role.ROOT);
    private static final List<Accounts.Account> ALL = List.of(new Accounts.Account(ROOT, "rootkey", "rootsecret"));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Gantry engine;
    private final HttpServer server;

    DuraStoreFront(StorageProvider store) throws IOException {
        engine = Gantry.builder()
                .store(store)
                .inMemory()
                .settings(EngineSettings.defaults().withFreeSpaceFloor(0))
                .start()
                .toCompletableFuture()
                .join();
        server = HttpServer.start(
                ServerSettings.defaults(threads, threads).withIoThreads(1),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new DurastoreHandler(
                        new RootAlone(), engine::as, DurastoreSettings.of(false, InstantSource.system()), threads));
    }

    private static final class RootAlone implements Accounts {
        @Override
        public Optional<Account> find(String accessKey) {
            return ALL.stream().filter(one -> one.accessKey().equals(accessKey)).findFirst();
        }

        @Override
        public List<User> users() {
            return List.of(ROOT);
        }
    }

    /** The engine as its user sees it. */
    Gateway gateway() {
        return engine.as(ROOT);
    }

    /** Sends a request for a path below {@code /durastore}. */
    HttpResponse<String> send(HttpRequest.Builder request, String path) throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString("rootkey:rootsecret".getBytes(StandardCharsets.UTF_8));
        return http.send(
                request.uri(URI.create("http://127.0.0.1:" + server.port() + "/durastore" + path))
                        .header("Authorization", "Basic " + credentials)
                        .build(),
                BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        server.close();
        engine.close();
        threads.shutdownNow();
    }
}
