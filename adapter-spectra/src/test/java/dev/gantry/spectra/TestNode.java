package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.engine.EngineSettings;
import dev.gantry.engine.Gantry;
import dev.gantry.file.FileProvider;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A whole node on loopback: engine, a directory as its store, and the protocol served on a free port. */
final class TestNode implements AutoCloseable {

    static final long MAX_DOCUMENT = 4 << 20;
    static final UUID ID = new UUID(7, 7);
    static final User ROOT = new User(new UserId(new UUID(1, 1)), "Administrator", Role.ROOT);
    static final User ANN = new User(new UserId(new UUID(2, 2)), "ann", Role.USER);

    private static final List<Accounts.Account> ACCOUNTS = List.of(
            new Accounts.Account(ROOT, "rootkey", "rootsecret"), new Accounts.Account(ANN, "annkey", "annsecret"));

    private static final Accounts USERS = new Accounts() {
        @Override
        public Optional<Account> find(String accessKey) {
            return ACCOUNTS.stream()
                    .filter(account -> account.accessKey().equals(accessKey))
                    .findFirst();
        }

        @Override
        public List<User> users() {
            return ACCOUNTS.stream().map(Account::user).toList();
        }
    };

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Gantry engine;
    private final HttpServer server;

    TestNode(Path directory) throws IOException {
        this(directory, DurableWrites.DIRECT, MAX_DOCUMENT);
    }

    /** A node whose engine runs by {@code settings}, without a floor of free space. */
    TestNode(Path directory, EngineSettings settings) throws IOException {
        this(directory, DurableWrites.DIRECT, MAX_DOCUMENT, settings);
    }

    /** A node whose store writes through {@code writes} and that reads documents of up to {@code maxDocument} bytes. */
    TestNode(Path directory, DurableWrites writes, long maxDocument) throws IOException {
        this(directory, writes, maxDocument, EngineSettings.defaults());
    }

    private TestNode(Path directory, DurableWrites writes, long maxDocument, EngineSettings engineSettings)
            throws IOException {
        engine = Gantry.builder()
                .store(FileProvider.at(new StoreId("disk"), directory.resolve("disk"), writes))
                .inMemory()
                .settings(engineSettings.withFreeSpaceFloor(0))
                .start()
                .toCompletableFuture()
                .join();
        SpectraSettings settings = new SpectraSettings(
                "127.0.0.1",
                () -> port(),
                false,
                ID,
                maxDocument,
                maxDocument / 2,
                maxDocument / 2,
                SpectraSettings.DEFAULT_MAX_SKEW,
                InstantSource.system());
        SpectraHandler handler = new SpectraHandler(USERS, engine::as, settings, threads);
        server = HttpServer.start(
                ServerSettings.defaults(threads, threads).withIoThreads(2),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                handler);
    }

    Gateway gateway(User user) {
        return engine.as(user);
    }

    int port() {
        return server.port();
    }

    WireClient root() {
        return new WireClient(port(), "rootkey", "rootsecret");
    }

    WireClient ann() {
        return new WireClient(port(), "annkey", "annsecret");
    }

    /** The client half, connected to this node as root. */
    Connection connect() {
        HttpClient client = new HttpClient(ClientSettings.defaults(threads));
        URI endpoint = URI.create("http://127.0.0.1:" + port());
        Gateway gateway =
                SpectraGateway.connect(endpoint, "rootkey", "rootsecret", client, InstantSource.system(), threads);
        return new Connection(client, gateway);
    }

    /** A gateway over the wire and the client it uses. */
    record Connection(HttpClient client, Gateway gateway) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }

    @Override
    public void close() {
        server.close();
        engine.close();
        threads.shutdownNow();
        assertThat(Payload.open()).as("payloads left open").isZero();
    }
}
