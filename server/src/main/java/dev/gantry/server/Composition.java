package dev.gantry.server;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.engine.Gantry;
import dev.gantry.ports.api.Accounts.Account;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A running engine on a data directory that this process holds. */
final class Composition implements AutoCloseable {

    private final DataDirectory data;
    private final NodeConfig config;
    private final NodeAccounts accounts;
    private final Injector injector;
    private final Gantry gantry;

    private Composition(
            DataDirectory data, NodeConfig config, NodeAccounts accounts, Injector injector, Gantry gantry) {
        this.data = data;
        this.config = config;
        this.accounts = accounts;
        this.injector = injector;
        this.gantry = gantry;
    }

    /** Starts the engine; on failure the directory is let go. */
    static Composition start(
            DataDirectory data,
            Optional<Path> file,
            Map<String, String> environment,
            DurableWrites disk,
            Module... further)
            throws IOException {
        return start(data, () -> NodeConfig.load(data.path(), file), environment, disk, further);
    }

    /** The same with settings that somebody else loads. */
    static Composition start(
            DataDirectory data,
            Supplier<NodeConfig> settings,
            Map<String, String> environment,
            DurableWrites disk,
            Module... further)
            throws IOException {
        try {
            NodeConfig config = settings.get();
            NodeAccounts accounts = new NodeAccounts(accounts(data, config, environment, disk), config.groups());
            List<Module> modules = new ArrayList<>(List.of(further));
            modules.add(new GantryModule(config, data, accounts, disk));
            Injector injector = Guice.createInjector(Stage.PRODUCTION, modules);
            return new Composition(data, config, accounts, injector, start(injector));
        } catch (RuntimeException e) {
            data.close();
            throw explained(e);
        } catch (IOException e) {
            data.close();
            throw e;
        }
    }

    private static List<Account> accounts(
            DataDirectory data, NodeConfig config, Map<String, String> environment, DurableWrites disk)
            throws IOException {
        List<Account> users = config.users();
        if (!users.isEmpty()) {
            return users;
        }
        Optional<Account> given = Credentials.of(environment);
        Path file = DataDirectory.credentialsFile(data.path());
        return List.of(given.isPresent() ? given.get() : Credentials.readOrMake(file, new SecureRandom(), disk));
    }

    private static Gantry start(Injector injector) {
        try {
            return injector.getInstance(Gantry.Builder.class)
                    .start()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static RuntimeException explained(RuntimeException failure) {
        Throwable cause = failure;
        while ((cause instanceof ProvisionException || cause instanceof com.google.inject.CreationException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        boolean speaks = cause instanceof InvalidValueException || cause instanceof ProviderException;
        return speaks
                ? new UsageException(cause.getMessage(), cause)
                : cause instanceof RuntimeException plain ? plain : failure;
    }

    Gantry gantry() {
        return gantry;
    }

    NodeConfig config() {
        return config;
    }

    NodeAccounts accounts() {
        return accounts;
    }

    DataDirectory data() {
        return data;
    }

    <T> T get(Class<T> type) {
        return injector.getInstance(type);
    }

    /** Stops the engine and lets go of the directory. */
    @Override
    public void close() throws IOException {
        try {
            gantry.close();
        } finally {
            data.close();
        }
    }
}
