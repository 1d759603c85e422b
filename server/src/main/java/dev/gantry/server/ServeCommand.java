package dev.gantry.server;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "serve", description = "run a node on the data directory until it is told to stop")
final class ServeCommand implements Callable<Integer> {

    /** Keeps a node running until it is to stop. */
    @FunctionalInterface
    interface Lifetime {
        void outlast(Node node) throws IOException, InterruptedException;
    }

    @Mixin
    private CommonOptions options;

    @Option(
            names = "--spectra",
            paramLabel = "HOST:PORT",
            description = "where to listen for Spectra S3 clients; port 0 takes a free one")
    private String spectra;

    @Option(
            names = "--durastore",
            paramLabel = "HOST:PORT",
            description = "where to listen for DuraStore clients too; port 0 takes a free one")
    private String durastore;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "settings; gantry.conf in the data directory if not given")
    private Path config;

    @Option(names = "--lab", description = "keep objects in a simulated tape library (docs/lab.md)")
    private boolean lab;

    @Option(names = "--plain", description = "listen beyond this machine without TLS")
    private boolean plain;

    @Option(
            names = "--tls",
            paramLabel = "self|none",
            description = "self: speak TLS with a certificate that the node makes once and keeps")
    private String tls;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "speak TLS with this certificate and those that lead to its issuer, in PEM form")
    private Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "its private key, in PEM form (PKCS#8)")
    private Path key;

    private final Console console;
    private final Lifetime lifetime;

    ServeCommand(Console console, Lifetime lifetime) {
        this.console = console;
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (options.node().isPresent()) {
            throw new UsageException("serve runs a node itself; it takes no --node");
        }
        Logs.tellMore();
        Optional<DataDirectory> data = DataDirectory.hold(options.data(), "serve", console.disk());
        if (data.isEmpty()) {
            throw Session.heldBy(options.data());
        }
        Composition composition =
                Composition.start(data.get(), () -> settings(data.get()), console.environment(), console.disk());
        try (Logs logs = Logs.ofRequests(composition.config().accessLog());
                Node node = Node.start(composition, this::listener)) {
            new Output(console, options.json()).print("ready", urls(node), text(node));
            lifetime.outlast(node);
        }
        return GatewayCommand.OK;
    }

    private NodeConfig settings(DataDirectory data) {
        Optional<Path> file = Optional.ofNullable(config);
        return lab ? NodeConfig.loadLab(data.path(), file) : NodeConfig.load(data.path(), file);
    }

    private static Map<String, String> urls(Node node) {
        Map<String, String> urls = new LinkedHashMap<>();
        urls.put("spectra", node.url());
        node.durastore().ifPresent(url -> urls.put("durastore", url));
        return urls;
    }

    private static String text(Node node) {
        return "ready: Spectra S3 at " + node.url()
                + node.durastore().map(url -> ", DuraStore at " + url).orElse("");
    }

    private Listener listener(NodeConfig config) {
        Config settings = config.spectra();
        HostPort at = HostPort.parse(spectra == null ? settings.getString("listen") : spectra);
        Optional<HostPort> second = Optional.of(
                        durastore == null ? config.durastore().getString("listen") : durastore)
                .filter(text -> !text.isEmpty())
                .map(HostPort::parse);
        return new Listener(at, second, plain || settings.getBoolean("plain"), tls(settings));
    }

    private TlsFiles.Choice tls(Config settings) {
        return certificate == null && key == null && tls == null
                ? new TlsFiles.Choice(
                        settings.getString("tls"), settings.getString("tls-certificate"), settings.getString("tls-key"))
                : new TlsFiles.Choice(
                        tls == null ? "none" : tls, Objects.toString(certificate, ""), Objects.toString(key, ""));
    }
}
