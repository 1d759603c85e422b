package dev.gantry.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
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
            names = "--config",
            paramLabel = "FILE",
            description = "settings; gantry.conf in the data directory if not given")
    private Path config;

    @Option(names = "--plain", description = "listen beyond this machine without TLS")
    private boolean plain;

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
                Composition.start(data.get(), Optional.ofNullable(config), console.environment(), console.disk());
        try (Node node = start(composition)) {
            new Output(console, options.json())
                    .print("ready", Map.of("spectra", node.url()), "ready: Spectra S3 at " + node.url());
            lifetime.outlast(node);
        }
        return GatewayCommand.OK;
    }

    private Node start(Composition composition) throws IOException {
        var settings = composition.config().spectra();
        HostPort listen = HostPort.parse(spectra == null ? settings.getString("listen") : spectra);
        return Node.start(composition, listen, plain || settings.getBoolean("plain"));
    }
}
