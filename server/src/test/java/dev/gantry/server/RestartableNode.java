package dev.gantry.server;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.engine.EngineSettings;
import dev.gantry.engine.Gantry;
import dev.gantry.file.FileProvider;
import dev.gantry.jdbc.SqliteJobStore;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.spectra.SpectraHandler;
import dev.gantry.spectra.SpectraSettings;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A node on a directory, with an SQLite job store, two event loops and two slots, that can be started again. */
final class RestartableNode implements AutoCloseable {

    private static final Accounts.Account ROOT = new Accounts.Account(Users.ROOT, "rootkey", "rootsecret");

    private static final Accounts ACCOUNTS = new Accounts() {
        @Override
        public Optional<Account> find(String accessKey) {
            return Optional.of(ROOT).filter(root -> root.accessKey().equals(accessKey));
        }

        @Override
        public List<User> users() {
            return List.of(Users.ROOT);
        }
    };

    private final Path directory;
    private final DurableWrites store;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Gantry engine;
    private volatile HttpServer server;

    RestartableNode(Path directory) throws IOException {
        this(directory, DurableWrites.DIRECT);
    }

    /** A node whose store writes through {@code store}. */
    RestartableNode(Path directory, DurableWrites store) throws IOException {
        this.directory = directory;
        this.store = store;
        start();
    }

    private void start() throws IOException {
        engine = Gantry.builder()
                .store(FileProvider.at(new StoreId("disk"), directory.resolve("disk"), store))
                .jobStore(SqliteJobStore.at(directory.resolve("jobs.db"), DurableWrites.DIRECT))
                .settings(EngineSettings.defaults().withFreeSpaceFloor(0).withSlots(2))
                .start()
                .toCompletableFuture()
                .join();
        SpectraSettings settings =
                SpectraSettings.of("127.0.0.1", this::port, false, new UUID(7, 7), InstantSource.system());
        server = HttpServer.start(
                ServerSettings.defaults(threads, threads).withIoThreads(2),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new SpectraHandler(ACCOUNTS, engine::as, settings, threads));
    }

    int port() {
        return server.port();
    }

    SdkWire wire() {
        return new SdkWire(this::port, ROOT.accessKey(), ROOT.secretKey());
    }

    /** Cuts every connection, stops the engine, and starts another one on what it left, at another port. */
    void restart() throws IOException {
        stop();
        start();
    }

    private void stop() {
        server.close();
        engine.close();
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
