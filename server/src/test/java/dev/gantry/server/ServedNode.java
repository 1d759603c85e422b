package dev.gantry.server;

import com.google.inject.Module;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.spectra.SpectraGateway;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.HttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The node that {@code serve} runs, in this process, and the client half connected to it. */
final class ServedNode implements AutoCloseable {

    private final Composition composition;
    private final Node node;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = new HttpClient(ClientSettings.defaults(threads));

    /** {@code settings} are those of a gantry.conf. */
    ServedNode(Path data, String settings) throws IOException {
        this(data, settings, DurableWrites.DIRECT);
    }

    /** The same, writing through {@code disk} and with what {@code further} binds. */
    ServedNode(Path data, String settings, DurableWrites disk, Module... further) throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("gantry.conf"), settings);
        DataDirectory held = DataDirectory.hold(data, "serve", disk).orElseThrow();
        composition = Composition.start(held, Optional.empty(), Forked.KEYS, disk, further);
        node = Node.start(
                composition,
                config -> new Listener(
                        HostPort.parse("127.0.0.1:0"),
                        Optional.of(HostPort.parse("127.0.0.1:0")),
                        false,
                        new TlsFiles.Choice("none", "", "")));
    }

    String url() {
        return node.url();
    }

    /** Where DuraStore clients are served. */
    String durastore() {
        return node.durastore().orElseThrow();
    }

    /** The node's first user, over the wire. */
    Gateway gateway() {
        return gateway(Forked.KEYS.get("DS3_ACCESS_KEY"), Forked.KEYS.get("DS3_SECRET_KEY"));
    }

    Gateway gateway(String accessKey, String secretKey) {
        return SpectraGateway.connect(
                URI.create(node.url()), accessKey, secretKey, client, InstantSource.system(), threads);
    }

    /** The same user in process, for whom the node itself acts. */
    Gateway inProcess() {
        return composition.gantry().asNode(composition.accounts().root());
    }

    @Override
    public void close() throws IOException {
        client.close();
        node.close();
        threads.shutdownNow();
    }
}
