package dev.gantry.durastore;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.PropertyUpdate;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.TaskRunner;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A remote DuraStore as a store (docs/durastore.md, Driven). */
public final class DurastoreProvider implements StorageProvider {

    /** DuraStore's copies, and tasks as deleting a distribution, answer when they are done: up to 15 minutes. */
    private static final Duration LONG_WORK = Duration.ofMinutes(30);

    private final StoreId id;
    private final WriteLimits limits;
    private final Runnable onClose;
    private final RemoteCheck check;
    private final RemoteObjects objects;
    private final RemoteSpaces buckets;
    private final RemotePropertyUpdate properties;
    private final RemoteTasks tasks;
    private final RemoteStaging staging;

    private DurastoreProvider(
            StoreId id,
            DurastoreAccount account,
            RemoteStore store,
            Supplier<UUID> ids,
            InstantSource clock,
            Runnable onClose) {
        this.id = id;
        this.limits = new WriteLimits(1, account.maxContent(), 1, PartsManifest.MAX_PARTS);
        this.onClose = onClose;
        RemoteContents contents = new RemoteContents(store);
        this.objects = new RemoteObjects(contents, new RemoteNames(account.writer()), ids);
        this.buckets = new RemoteSpaces(id, contents, objects.listing());
        this.properties = new RemotePropertyUpdate(contents, objects);
        this.tasks = new RemoteTasks(contents, account.dialect());
        this.staging = new RemoteStaging(objects, tasks, clock);
        this.check = new RemoteCheck(id, account, store, tasks);
    }

    /** The account's store with connections and threads of its own, which end at close. No I/O before {@link #check}. */
    public static DurastoreProvider at(StoreId id, DurastoreAccount account) {
        return at(id, account, ClientSettings::defaults, UUID::randomUUID, InstantSource.system());
    }

    /**
     * The same with connections made as {@code settings} has them.
     *
     * @param ids names what is about to be removed; no name twice
     * @param clock tells when archived contents were asked for
     */
    public static DurastoreProvider at(
            StoreId id,
            DurastoreAccount account,
            Function<Executor, ClientSettings> settings,
            Supplier<UUID> ids,
            InstantSource clock) {
        ExecutorService documents = RemoteThreads.start(id);
        HttpClient client = new HttpClient(settings.apply(documents));
        HttpClient patient = new HttpClient(
                settings.apply(documents).withIdleTimeout(LONG_WORK).withIoThreads(1));
        RemoteStore store = new RemoteStore(
                account,
                request -> client.send(account.origin(), request),
                request -> patient.send(account.origin(), request),
                documents);
        return new DurastoreProvider(id, account, store, ids, clock, () -> {
            client.close();
            patient.close();
            documents.shutdown();
        });
    }

    @Override
    public StoreId id() {
        return id;
    }

    /** Blobs of the largest content at most, and as many as DuraCloud can count. */
    @Override
    public WriteLimits limits() {
        return limits;
    }

    /** Learns which store is meant and which tasks it has. Rejected if the account has none of that name. */
    @Override
    public CompletionStage<Void> check() {
        return check.run();
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    /** {@link BucketStore}, {@link ResumableWrites}, {@link PropertyUpdate}, {@link Staging} and {@link TaskRunner}. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return Stream.of(buckets, objects.intents(), properties, staging, tasks)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** Waits until the event loops have ended. */
    @Override
    public void close() {
        onClose.run();
    }
}
