package dev.gantry.server;

import com.typesafe.config.Config;
import dev.gantry.domain.User;
import dev.gantry.durastore.DurastoreHandler;
import dev.gantry.durastore.DurastoreSettings;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.spectra.SpectraHandler;
import dev.gantry.spectra.SpectraSettings;
import dev.gantry.transport.ByteBudget;
import dev.gantry.transport.Handler;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.ServerSettings;
import dev.gantry.transport.ServerTls;
import dev.gantry.transport.TlsEngine;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node: an engine and its listeners. */
final class Node implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final long NOTABLE_STALL_MS = 16;
    private static final int DIGEST_THREADS = 2;

    private final Composition composition;
    private final ExecutorService documents;
    private final ExecutorService digests = Threads.pool("gantry-digests", DIGEST_THREADS);
    private final List<HttpServer> servers = new ArrayList<>();
    private final Map<User, Gateway> views = new ConcurrentHashMap<>();
    private final ByteBudget budget;
    private final String url;
    private final Optional<String> durastore;

    private Node(Composition composition, Listener listener, Optional<TlsFiles> tls) throws IOException {
        this.composition = composition;
        this.budget = new ByteBudget(composition.config().spectra().getBytes("buffers"));
        this.documents =
                Threads.pool("gantry-documents", composition.config().spectra().getInt("document-threads"));
        AtomicInteger port = new AtomicInteger(listener.at().port());
        try {
            this.url = listen(listener.at(), listener, tls, spectra(listener.at(), port, tls.isPresent()));
            port.set(servers.get(0).port());
            this.durastore = listener.durastore().isPresent()
                    ? Optional.of(listen(listener.durastore().get(), listener, tls, durastore(tls.isPresent()))
                            + DurastoreSettings.CONTEXT)
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            servers.forEach(HttpServer::close);
            throw e;
        }
    }

    /** Begins to listen, and says at which URL. */
    private String listen(HostPort at, Listener listener, Optional<TlsFiles> tls, Handler handler) throws IOException {
        ServerSettings settings =
                tls.map(files -> settings().withTls(secure(files))).orElseGet(this::settings);
        HttpServer server = HttpServer.start(settings, at.address(listener.plain() || tls.isPresent()), handler);
        servers.add(server);
        return at.url(tls.isPresent(), server.port());
    }

    /** Starts listening and announces the address in the data directory; on failure everything is closed. */
    static Node start(Composition composition, Function<NodeConfig, Listener> chosen) throws IOException {
        try {
            DataDirectory data = composition.data();
            Listener listener = chosen.apply(composition.config());
            SelfSigned maker = new SelfSigned(
                    data.path(), composition.get(InstantSource.class), composition.get(DurableWrites.class));
            Optional<TlsFiles> tls = listener.tls().files(maker, listener.at());
            Node node = new Node(composition, listener, tls);
            data.announce(node.url, node.durastore, tls.map(TlsFiles::certificate));
            return node;
        } catch (IOException | RuntimeException e) {
            composition.close();
            throw e;
        }
    }

    private static ServerTls secure(TlsFiles files) {
        try {
            return ServerTls.of(files.certificate(), files.key(), TlsEngine.OPENSSL);
        } catch (IOException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private Handler spectra(HostPort listen, AtomicInteger port, boolean tls) {
        Config spectra = composition.config().spectra();
        SpectraSettings settings = new SpectraSettings(
                listen.host(),
                port::get,
                tls,
                composition.data().node(),
                spectra.getBytes("max-document"),
                spectra.getBytes("max-small-document"),
                composition.config().maxPlan(),
                spectra.getDuration("max-skew").toSeconds(),
                composition.get(InstantSource.class));
        return new SpectraHandler(composition.get(Accounts.class), this::view, settings, documents);
    }

    private Handler durastore(boolean tls) {
        DurastoreSettings settings = new DurastoreSettings(
                tls, composition.config().durastore().getBytes("max-task-body"), composition.get(InstantSource.class));
        return new DurastoreHandler(composition.get(Accounts.class), this::view, settings, documents);
    }

    /** There are as many as accounts, which are read once. */
    private Gateway view(User user) {
        return views.computeIfAbsent(user, composition.gantry()::as);
    }

    private ServerSettings settings() {
        Config spectra = composition.config().spectra();
        ServerSettings settings = ServerSettings.defaults(documents, digests)
                .withBudget(budget)
                .withMaxConnections(spectra.getInt("max-connections"))
                .withMaxHeadBytes(Math.toIntExact(spectra.getBytes("max-head")))
                .withIdleTimeout(spectra.getDuration("idle-timeout"));
        int threads = spectra.getInt("io-threads");
        return threads == 0 ? settings : settings.withIoThreads(threads);
    }

    /** Where Spectra S3 is served. */
    String url() {
        return url;
    }

    /** Where DuraStore is served, if it is. */
    Optional<String> durastore() {
        return durastore;
    }

    /** Answers what runs, then closes listeners, engine and data directory. A second call does nothing. */
    @Override
    public void close() throws IOException {
        CompletableFuture.allOf(servers.stream()
                        .map(server ->
                                server.stop(composition.config().stopGrace()).toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new))
                .join();
        servers.forEach(server -> LOG.info(
                "bytes moved: {}; event loops late by {} ms or more: {} times",
                server.moved(),
                NOTABLE_STALL_MS,
                server.stalls().atLeast(NOTABLE_STALL_MS)));
        composition.close();
        documents.shutdown();
        digests.shutdown();
    }
}
