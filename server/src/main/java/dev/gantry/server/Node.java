package dev.gantry.server;

import com.typesafe.config.Config;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.spectra.SpectraHandler;
import dev.gantry.spectra.SpectraSettings;
import dev.gantry.transport.ByteBudget;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.ServerSettings;
import dev.gantry.transport.ServerTls;
import dev.gantry.transport.TlsEngine;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
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
    private final HttpServer server;
    private final String url;

    private Node(Composition composition, HostPort listen, boolean plain, Optional<TlsFiles> tls) throws IOException {
        this.composition = composition;
        this.documents =
                Threads.pool("gantry-documents", composition.config().spectra().getInt("document-threads"));
        AtomicInteger port = new AtomicInteger(listen.port());
        ServerSettings settings =
                tls.map(files -> settings().withTls(secure(files))).orElseGet(this::settings);
        this.server = HttpServer.start(
                settings, listen.address(plain || tls.isPresent()), handler(listen, port, tls.isPresent()));
        port.set(server.port());
        this.url = listen.url(tls.isPresent(), server.port());
    }

    /** Starts listening and announces the address in the data directory; on failure everything is closed. */
    static Node start(Composition composition, Function<Config, Listener> chosen) throws IOException {
        try {
            DataDirectory data = composition.data();
            Listener listener = chosen.apply(composition.config().spectra());
            SelfSigned maker = new SelfSigned(
                    data.path(), composition.get(InstantSource.class), composition.get(DurableWrites.class));
            Optional<TlsFiles> tls = listener.tls().files(maker, listener.at());
            Node node = new Node(composition, listener.at(), listener.plain(), tls);
            data.announce(node.url, tls.map(TlsFiles::certificate));
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

    private SpectraHandler handler(HostPort listen, AtomicInteger port, boolean tls) {
        Config spectra = composition.config().spectra();
        SpectraSettings settings = new SpectraSettings(
                listen.host(),
                port::get,
                tls,
                composition.data().node(),
                spectra.getBytes("max-document"),
                spectra.getBytes("max-small-document"),
                spectra.getDuration("max-skew").toSeconds(),
                composition.get(InstantSource.class));
        return new SpectraHandler(composition.get(Accounts.class), composition.gantry()::as, settings, documents);
    }

    private ServerSettings settings() {
        Config spectra = composition.config().spectra();
        ServerSettings settings = ServerSettings.defaults(documents, digests)
                .withBudget(new ByteBudget(spectra.getBytes("buffers")))
                .withMaxConnections(spectra.getInt("max-connections"))
                .withMaxHeadBytes(Math.toIntExact(spectra.getBytes("max-head")))
                .withIdleTimeout(spectra.getDuration("idle-timeout"));
        int threads = spectra.getInt("io-threads");
        return threads == 0 ? settings : settings.withIoThreads(threads);
    }

    String url() {
        return url;
    }

    /** Answers what runs, then closes listeners, engine and data directory. A second call does nothing. */
    @Override
    public void close() throws IOException {
        server.stop(composition.config().stopGrace()).toCompletableFuture().join();
        LOG.info(
                "bytes moved: {}; event loops late by {} ms or more: {} times",
                server.moved(),
                NOTABLE_STALL_MS,
                server.stalls().atLeast(NOTABLE_STALL_MS));
        composition.close();
        documents.shutdown();
        digests.shutdown();
    }
}
