package dev.gantry.durastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.GroupName;
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
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.duracloud.client.ContentStore;
import org.duracloud.client.ContentStoreManagerImpl;
import org.duracloud.common.model.Credential;

/** A node on loopback with two directories as its stores, serving DuraStore on a free port; and clients for it. */
final class TestNode implements AutoCloseable {

    static final User ROOT = new User(new UserId(new UUID(1, 1)), "Administrator", Role.ROOT);
    static final User ANN = new User(new UserId(new UUID(2, 2)), "ann", Role.USER);

    /** The group that Ann is in. */
    static final GroupName CURATORS = new GroupName("curators");

    private static final List<Accounts.Account> ACCOUNTS = List.of(
            new Accounts.Account(ROOT, "rootkey", "rootsecret"), new Accounts.Account(ANN, "annkey", "ann:secret"));

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

        @Override
        public Set<GroupName> groups() {
            return Set.of(CURATORS);
        }
    };

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Gantry engine;
    private final HttpServer server;

    TestNode(Path directory) throws IOException {
        this(
                FileProvider.at(new StoreId("disk"), directory.resolve("disk")),
                FileProvider.at(new StoreId("second"), directory.resolve("second")));
    }

    TestNode(StorageProvider primary, StorageProvider second) throws IOException {
        this(primary, second, Duration.ofSeconds(60));
    }

    /** {@code idle} is how long a client may send nothing. */
    TestNode(StorageProvider primary, StorageProvider second, Duration idle) throws IOException {
        engine = Gantry.builder()
                .store(primary)
                .store(second)
                .inMemory()
                .settings(EngineSettings.defaults().withFreeSpaceFloor(0))
                .groups(user -> user.equals(ANN.id()) ? Set.of(CURATORS) : Set.of())
                .start()
                .toCompletableFuture()
                .join();
        DurastoreSettings settings = DurastoreSettings.of(false, InstantSource.system());
        server = HttpServer.start(
                ServerSettings.defaults(threads, threads).withIoThreads(2).withIdleTimeout(idle),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new DurastoreHandler(USERS, engine::as, settings, threads));
    }

    int port() {
        return server.port();
    }

    Gateway gateway(User user) {
        return engine.as(user);
    }

    /** The storeID that the node gives the store of that name. */
    static String id(String store) {
        return StoreNames.number(new StoreId(store));
    }

    /** How the driven half reaches the primary store. */
    DurastoreAccount account() {
        return DurastoreAccount.of(URI.create("http://127.0.0.1:" + port()), "rootkey", "rootsecret", Optional.empty());
    }

    /** DuraCloud's own client for one store, which tries nothing twice. */
    ContentStore client(String store) throws Exception {
        return manager("rootkey", "rootsecret").getContentStore(id(store), 0);
    }

    ContentStoreManagerImpl manager(String user, String password) {
        ContentStoreManagerImpl manager = new ContentStoreManagerImpl("127.0.0.1", Integer.toString(port()));
        manager.login(new Credential(user, password));
        return manager;
    }

    @Override
    public void close() {
        server.close();
        engine.close();
        threads.shutdownNow();
        assertThat(Payload.open()).as("payloads left open").isZero();
    }
}
