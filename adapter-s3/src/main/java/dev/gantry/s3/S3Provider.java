package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.spi.BatchDelete;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.ServerCopy;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.ports.spi.TaskRunner;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.ClientTls;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.TlsEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/** An account of S3 as a store (docs/s3.md). */
public final class S3Provider implements StorageProvider {

    /** Parts of 5 MiB to 5 GiB, at most 10,000, and objects of up to 5 TiB (docs/s3.md, Limits). */
    static final WriteLimits LIMITS = new WriteLimits(5L << 20, 5L << 30, 1, 10_000, 5L << 40);

    private static final int WAITING = 8192;

    private final StoreId id;
    private final S3Account account;
    private final Runnable onClose;
    private final S3Objects objects;
    private final S3Buckets buckets;
    private final Uploads uploads;
    private final S3Copies copies;
    private final S3Deletions deletions;
    private final ProviderTasks tasks;

    private S3Provider(
            StoreId id,
            S3Settings settings,
            TaskSettings services,
            Path state,
            DurableWrites disk,
            Clock clock,
            Executor blocking,
            Runnable onClose) {
        this.id = id;
        this.account = new S3Account(settings, new HttpClient(client(settings, blocking)), clock, blocking);
        this.onClose = onClose;
        this.buckets = new S3Buckets(id, account, clock);
        this.uploads = new Uploads(account, new UploadNotes(state.resolve("uploads"), disk, blocking));
        this.objects = new S3Objects(account, buckets, uploads);
        this.copies = new S3Copies(account, buckets, uploads);
        this.deletions = new S3Deletions(account);
        this.tasks = new ProviderTasks(account, services, clock);
    }

    /**
     * The account as a store with a few threads of its own, which end at close. No I/O before {@link #check}.
     *
     * @param state a directory of this store alone, made when it is needed, where it notes the uploads that it begins
     */
    public static S3Provider at(StoreId id, S3Settings settings, Path state, DurableWrites disk) {
        return at(id, settings, TaskSettings.usual(settings), state, disk);
    }

    /** The same with the services that its tasks use. */
    public static S3Provider at(
            StoreId id, S3Settings settings, TaskSettings services, Path state, DurableWrites disk) {
        ExecutorService threads = S3Threads.start(id);
        return new S3Provider(id, settings, services, state, disk, Clock.systemUTC(), threads, threads::shutdown);
    }

    /** The same on threads of the caller's, who ends them after close; they may block. The clock dates signatures. */
    public static S3Provider at(
            StoreId id, S3Settings settings, Path state, DurableWrites disk, Clock clock, Executor blocking) {
        return at(id, settings, TaskSettings.usual(settings), state, disk, clock, blocking);
    }

    /** The same with the services that its tasks use. */
    public static S3Provider at(
            StoreId id,
            S3Settings settings,
            TaskSettings services,
            Path state,
            DurableWrites disk,
            Clock clock,
            Executor blocking) {
        return new S3Provider(id, settings, services, state, disk, clock, blocking, () -> {});
    }

    private static ClientSettings client(S3Settings settings, Executor blocking) {
        ClientSettings client = ClientSettings.defaults(blocking).withConnections(settings.connections(), WAITING);
        return settings.trust()
                .map(issuers -> client.withTls(trusting(issuers)))
                .orElse(client);
    }

    private static ClientTls trusting(Path issuers) {
        try {
            return ClientTls.issuedBy(issuers, TlsEngine.OPENSSL);
        } catch (IOException e) {
            throw new InvalidValueException("the issuers in " + issuers + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public StoreId id() {
        return id;
    }

    @Override
    public WriteLimits limits() {
        return LIMITS;
    }

    /** Asks for the buckets, so that a wrong endpoint, region or key shows. Changes nothing. */
    @Override
    public CompletionStage<Void> check() {
        return account.confirm(S3Call.account("GET")).thenApply(headers -> null);
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    /**
     * {@link BucketStore}, {@link ResumableWrites}, {@link ServerCopy}, {@link BatchDelete} and, where it has tasks, {@link
     * TaskRunner}.
     */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return Stream.concat(
                        Stream.of(buckets, uploads, copies, deletions),
                        tasks.kinds().isEmpty() ? Stream.empty() : Stream.of(tasks))
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** The signed requests of this store, for who adds to it; closed with it. */
    public S3Account account() {
        return account;
    }

    @Override
    public void close() {
        tasks.close();
        account.close();
        onClose.run();
    }
}
