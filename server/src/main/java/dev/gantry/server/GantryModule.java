package dev.gantry.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import dev.gantry.domain.StoreId;
import dev.gantry.engine.Gantry;
import dev.gantry.jdbc.SqliteJobStore;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.JobStore;
import dev.gantry.ports.spi.ProviderFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Composes a node from its configuration and its data directory. Kinds of stores are discovered; a module beside this
 * one may bind further ones, by type, in a {@link MapBinder} of {@link ProviderFactory}, and replaces discovered ones.
 */
final class GantryModule extends AbstractModule {

    private final NodeConfig config;
    private final DataDirectory data;
    private final NodeAccounts accounts;
    private final DurableWrites disk;

    GantryModule(NodeConfig config, DataDirectory data, NodeAccounts accounts, DurableWrites disk) {
        this.config = config;
        this.data = data;
        this.accounts = accounts;
        this.disk = disk;
    }

    @Override
    protected void configure() {
        MapBinder.newMapBinder(binder(), String.class, ProviderFactory.class)
                .addBinding(TapeLibraryFactory.TYPE)
                .to(TapeLibraryFactory.class);
        bind(NodeConfig.class).toInstance(config);
        bind(DataDirectory.class).toInstance(data);
        bind(Accounts.class).toInstance(accounts);
        bind(DurableWrites.class).toInstance(disk);
        bind(InstantSource.class).toInstance(InstantSource.system());
    }

    @Provides
    @Singleton
    StoreFactories factories(Map<String, ProviderFactory> bound) {
        return StoreFactories.discover(bound);
    }

    @Provides
    @Singleton
    JobStore jobStore(DurableWrites writes) {
        return SqliteJobStore.at(data.path().resolve("jobs.db"), writes);
    }

    /** What a store remembers on this machine. */
    private Path state(StoreId id) {
        return data.path().resolve("stores").resolve(id.value());
    }

    /** The engine, not yet started. */
    @Provides
    @Singleton
    Gantry.Builder engine(StoreFactories factories, JobStore jobStore, DurableWrites writes) {
        LimitsFile limits =
                new LimitsFile(data.path().resolve("limits.json"), config.limits(), accounts.users(), writes);
        Gantry.Builder builder = Gantry.builder()
                .settings(config.engine())
                .staging(config.staging())
                .jobStore(jobStore)
                .limits(limits)
                .groups(accounts::groupsOf);
        config.stores()
                .forEach((id, store) ->
                        builder.store(factories.create(id, store, state(id), writes), store.versioning()));
        return builder;
    }
}
