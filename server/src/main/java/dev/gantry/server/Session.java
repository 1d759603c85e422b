package dev.gantry.server;

import dev.gantry.durastore.DurastoreAccount;
import dev.gantry.durastore.DurastoreTasks;
import dev.gantry.ports.api.Accounts.Account;
import dev.gantry.ports.api.Gateway;
import dev.gantry.spectra.SpectraGateway;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.ClientTls;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.TlsEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;

/**
 * A command's way to an engine: in process if the data directory is free, else through the node that holds it, or the
 * server that was named.
 */
final class Session implements AutoCloseable {

    /** Ends what a session opened. */
    @FunctionalInterface
    private interface Ending {
        void run() throws IOException;
    }

    private static final int CONNECTIONS = 64;

    /** Longer than a node makes anybody wait, and than the making of a job of 500,000 objects takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** How long a task may be silent until it ends. */
    private static final Duration LONGEST_TASK = Duration.ofMinutes(30);

    private static final String ENDPOINT = "DS3_ENDPOINT";

    private final Gateway gateway;
    private final Ending ending;

    private Session(Gateway gateway, Ending ending) {
        this.gateway = gateway;
        this.ending = ending;
    }

    /**
     * Opens a session. Of {@code --node}, {@code --data}, DS3_ENDPOINT and the default data directory the first that is
     * given counts.
     *
     * @param command what is told to others that find the data directory held
     * @param makes whether the command may make the data directory
     */
    static Session open(CommonOptions options, Console console, String command, boolean makes) throws IOException {
        Optional<String> endpoint = options.node()
                .or(() -> options.namesData()
                        ? Optional.empty()
                        : Optional.ofNullable(console.environment().get(ENDPOINT)));
        return endpoint.isPresent()
                ? connect(
                        endpoint.get(),
                        Optional.empty(),
                        keys(options.data(), console.environment()),
                        console,
                        options.trust())
                : open(options.data(), console, command, makes);
    }

    private static Session open(Path data, Console console, String command, boolean makes) throws IOException {
        if (!makes && Files.notExists(data)) {
            throw new UsageException("there is no data directory " + data
                    + "; name one with --data, a node with --node, or make one with put or serve");
        }
        Optional<DataDirectory> held = DataDirectory.hold(data, command, console.disk());
        if (held.isPresent()) {
            Composition composition =
                    Composition.start(held.get(), Optional.empty(), console.environment(), console.disk());
            return new Session(composition.gantry().as(composition.accounts().root()), composition::close);
        }
        Optional<HolderFile> node = HolderFile.read(DataDirectory.nodeFile(data));
        if (node.flatMap(HolderFile::url).isEmpty()) {
            throw heldBy(data);
        }
        return connect(
                node.get().url().get(),
                node.get().durastore(),
                keys(data, console.environment()),
                console,
                trust(node.get()));
    }

    private static ClientTls trust(HolderFile node) throws IOException {
        return node.certificate().isPresent()
                ? ClientTls.exactly(Path.of(node.certificate().get()), TlsEngine.OPENSSL)
                : ClientTls.system(TlsEngine.OPENSSL);
    }

    /** Says who holds a data directory. */
    static UsageException heldBy(Path data) throws IOException {
        String who = HolderFile.read(DataDirectory.holderFile(data))
                .map(holder -> "the command " + holder.command() + ", process " + holder.pid())
                .orElse("another process");
        return new UsageException("the data directory " + data + " is held by " + who + "; wait until it has ended");
    }

    private static Account keys(Path data, Map<String, String> environment) throws IOException {
        Optional<Account> account = Credentials.of(environment);
        if (account.isEmpty()) {
            account = Credentials.read(DataDirectory.credentialsFile(data));
        }
        if (account.isEmpty() && Files.isDirectory(data)) {
            account = NodeConfig.load(data, Optional.empty()).users().stream().findFirst();
        }
        return account.orElseThrow(() -> new UsageException("no keys are known: set " + Credentials.ACCESS_KEY + " and "
                + Credentials.SECRET_KEY + ", or name the node's data directory with --data"));
    }

    /** {@code durastore} is where the node has its tasks, if it says so. */
    private static Session connect(
            String endpoint, Optional<String> durastore, Account account, Console console, ClientTls trust) {
        ExecutorService documents = Threads.pool("gantry-documents", CONNECTIONS);
        HttpClient client = new HttpClient(
                ClientSettings.defaults(documents).withIdleTimeout(PATIENCE).withTls(trust));
        HttpClient patient = new HttpClient(ClientSettings.defaults(documents)
                .withIdleTimeout(LONGEST_TASK)
                .withIoThreads(1)
                .withTls(trust));
        Gateway gateway = durastore
                .map(at -> DurastoreAccount.of(uri(at), account.accessKey(), account.secretKey(), Optional.empty()))
                .map(at -> SpectraGateway.connect(
                        uri(endpoint),
                        account.accessKey(),
                        account.secretKey(),
                        client,
                        console.clock(),
                        documents,
                        DurastoreTasks.connect(at, patient, console.clock(), documents, UUID::randomUUID)))
                .orElseGet(() -> SpectraGateway.connect(
                        uri(endpoint), account.accessKey(), account.secretKey(), client, console.clock(), documents));
        return new Session(gateway, () -> {
            client.close();
            patient.close();
            documents.shutdown();
        });
    }

    private static URI uri(String endpoint) {
        try {
            return URI.create(endpoint.contains("://") ? endpoint : "http://" + endpoint);
        } catch (IllegalArgumentException e) {
            throw new UsageException("a node is named http://HOST:PORT or https://HOST:PORT, not " + endpoint, e);
        }
    }

    Gateway gateway() {
        return gateway;
    }

    @Override
    public void close() throws IOException {
        ending.run();
    }
}
