package dev.gantry.engine;

import dev.gantry.domain.GroupName;
import dev.gantry.domain.Limit;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.domain.Versioning;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.spi.JobStore;
import dev.gantry.ports.spi.LimitTable;
import dev.gantry.ports.spi.StorageProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A running engine: stores, a job store, and what moves between them. Built by {@link #builder()}, used through {@link
 * #as(User)}, closed when done. Thread-safe.
 */
public final class Gantry implements AutoCloseable {

    private final EngineContext context;
    private final LimitTable limits;
    private final JobRow limitChanges;
    private final JobBoard board;
    private final JobPlanner planner;
    private final ReplicaPlanner replicas;
    private final BlobIntake intake;
    private final BlobDelivery delivery;
    private final NakedRequests naked;
    private final ImplicitJobs implicit;
    private final ObjectCopies copies;
    private final TaskBoard tasks;
    private final FreeSpaceFloor floor;
    private final ReadyList readyList;
    private final ReadBack readBack;
    private final JobTruncation truncation;
    private final JobQuota quota;
    private final FailedCreations failedCreations;

    private Gantry(EngineContext context, LimitTable limits) {
        this.context = context;
        this.limits = limits;
        this.limitChanges = new JobRow(context.control());
        BlobCheck check = new BlobCheck(context.objects(), context.environment().blocking());
        ReadBack readBack = new ReadBack(context, check);
        this.board = new JobBoard(context, check);
        NameGuard guard = new NameGuard(context);
        this.planner = new JobPlanner(context, board, guard);
        this.replicas = new ReplicaPlanner(context, board, guard);
        BlobLocator locator = new BlobLocator(context);
        this.intake = new BlobIntake(context, board, locator, readBack);
        this.delivery = new BlobDelivery(context, board, locator);
        this.naked = new NakedRequests(context);
        this.implicit = new ImplicitJobs(context, board, locator);
        this.copies = new ObjectCopies(context, naked);
        this.tasks = new TaskBoard(context);
        this.floor = new FreeSpaceFloor(context.settings().freeSpaceFloor());
        this.readyList = new ReadyList(context, floor);
        this.readBack = readBack;
        this.truncation = new JobTruncation(context, board);
        this.quota = new JobQuota(context, board);
        this.failedCreations = new FailedCreations(context.environment());
    }

    public static Builder builder() {
        return new Builder();
    }

    /** That user's view of this engine; as many as you like, none needs closing. */
    public Gateway as(User user) {
        return view(user, false);
    }

    /**
     * The same for whoever embeds the engine: jobs may also be made with the node's own priorities, CRITICAL and BACKGROUND,
     * that no client may ask for. Never to be handed what comes over a wire.
     */
    public Gateway asNode(User user) {
        return view(user, true);
    }

    private Gateway view(User user, boolean ofNode) {
        return new UserGateway(
                user,
                new StoreService(context.stores()),
                new BucketService(context, board, user),
                new ObjectService(context, user, copies),
                new JobService(context, board, planner, quota, failedCreations, user, ofNode),
                new EndingService(context, board, truncation, user),
                new ChunkService(context, board, readyList, user),
                new BlobService(context, user, intake, delivery, naked, implicit),
                new EntryService(context, board, user),
                new CreationFailureService(failedCreations, user),
                new ReplicationService(replicas, quota, user),
                new TaskService(context, tasks, user),
                new WaitService(context, board, floor, user),
                new LimitService(context, limits, limitChanges, user),
                new MediaService(context, board, user));
    }

    private CompletionStage<Gantry> start() {
        CompletionStage<Void> ready = context.jobStore().open();
        for (Store store : context.stores().all()) {
            ready = ready.thenCompose(nothing -> store.provider().check());
        }
        return context.control()
                .then(
                        ready.thenComposeAsync(
                                nothing -> limits.load(), context.environment().blocking()),
                        kept -> {
                            context.limits().replace(kept);
                            return context.stores().access().load();
                        })
                .thenRunAsync(
                        new Recovery(context, board, readBack)::run,
                        context.environment().blocking())
                .thenRunAsync(tasks::recover, context.environment().blocking())
                .thenRunAsync(
                        new Upkeep(context, board, truncation)::start,
                        context.environment().control())
                .thenApply(nothing -> this);
    }

    /**
     * Stops: running calls may fail, what they had moved is kept as far as there is evidence. Closes the stores, the job
     * store and the environment. A second call does nothing.
     */
    @Override
    public void close() {
        context.stores().all().forEach(store -> store.provider().close());
        context.jobStore().close();
        context.environment().close();
    }

    /** Collects what an engine is made of. Not thread-safe. */
    public static final class Builder {

        /** How many requests without a job a store serves at once, for each chunk that it does. */
        private static final int NAKED_SHARE = 4;

        private final List<Source> sources = new ArrayList<>();
        private Optional<JobStore> jobStore = Optional.empty();
        private Optional<Environment> environment = Optional.empty();
        private EngineSettings settings = EngineSettings.defaults();
        private LimitTable limits = new MemoryLimits();
        private StagingSettings staging = StagingSettings.defaults();
        private Function<UserId, Set<GroupName>> groups = user -> Set.of();

        private Builder() {}

        private record Source(StorageProvider provider, Versioning versioning) {}

        /** Adds a store whose objects may be overwritten; the first one added is the primary. The engine closes it. */
        public Builder store(StorageProvider provider) {
            return store(provider, Versioning.KEEP_LATEST);
        }

        /** The same; what is made in it from now on gets that versioning, older buckets keep theirs. */
        public Builder store(StorageProvider provider, Versioning versioning) {
            sources.add(new Source(provider, versioning));
            return this;
        }

        /** Where jobs are kept. The engine closes it. */
        public Builder jobStore(JobStore store) {
            jobStore = Optional.of(store);
            return this;
        }

        /** Keeps jobs in memory: they end with the process. */
        public Builder inMemory() {
            return jobStore(new MemoryJobStore());
        }

        public Builder settings(EngineSettings newSettings) {
            settings = newSettings;
            return this;
        }

        /** Where limits of stores and users are kept; in memory if not called, and none at first. */
        public Builder limits(LimitTable table) {
            limits = table;
            return this;
        }

        /** Tells which groups a user is in, for buckets that are shared with groups; none if not called. Never blocks. */
        public Builder groups(Function<UserId, Set<GroupName>> membership) {
            groups = membership;
            return this;
        }

        /** How much is brought online at a time in stores that have to. */
        public Builder staging(StagingSettings newSettings) {
            staging = newSettings;
            return this;
        }

        /** Time, ids, chance and threads; the machine's own if not called. The engine closes it. */
        public Builder environment(Environment newEnvironment) {
            environment = Optional.of(newEnvironment);
            return this;
        }

        /**
         * Opens everything, takes up what an earlier process left, and gives the running engine. Fails with {@link
         * dev.gantry.ports.spi.ProviderException} if a store or the job store cannot be worked with; everything is
         * closed then.
         *
         * @throws IllegalStateException if there is no store, no job store, or two stores of one name
         */
        public CompletionStage<Gantry> start() {
            requireComplete();
            Environment env = environment.orElseGet(SystemEnvironment::new);
            LimitBook book = new LimitBook(env);
            UserSlots users = userSlots(book, 1);
            UserSlots nakedUsers = userSlots(book, NAKED_SHARE);
            List<Store> stores = sources.stream()
                    .map(source -> store(env, book, source, users, nakedUsers))
                    .toList();
            JobStore kept = jobStore.orElseThrow();
            Control control = new Control(env.control());
            Gantry gantry = new Gantry(
                    new EngineContext(
                            env,
                            settings,
                            control,
                            kept,
                            new StoreDirectory(stores, new AccessBook(control, kept.access(), groups)),
                            new ObjectDirectory(kept.catalogue()),
                            book),
                    limits);
            return gantry.start()
                    .<CompletionStage<Gantry>>handleAsync(
                            (started, failure) -> failure == null
                                    ? CompletableFuture.completedStage(started)
                                    : gaveUp(gantry, failure),
                            env.blocking())
                    .thenCompose(stage -> stage);
        }

        private static UserSlots userSlots(LimitBook book, int share) {
            UserSlots users = new UserSlots(user -> share * book.slotsOf(user).orElse(Limit.MAX_SLOTS));
            book.onChange(users::review);
            return users;
        }

        private Store store(Environment env, LimitBook book, Source source, UserSlots users, UserSlots nakedUsers) {
            Store store = new Store(
                    source.provider(),
                    source.versioning(),
                    new Resilience(source.provider().id().value(), env, settings.attempts()),
                    new SlotPool(env, settings.slots(), settings.silence(), users),
                    new SlotPool(env, NAKED_SHARE * settings.slots(), settings.silence(), nakedUsers),
                    staging);
            book.onChange(() -> {
                int slots = book.slotsOf(store.id()).orElse(settings.slots());
                store.slots().resize(slots);
                store.nakedSlots().resize(NAKED_SHARE * slots);
            });
            return store;
        }

        /** Runs on a thread of the environment: a job store cannot be closed from its own. */
        private static CompletionStage<Gantry> gaveUp(Gantry gantry, Throwable failure) {
            gantry.close();
            return CompletableFuture.failedStage(Failures.unwrap(failure));
        }

        private void requireComplete() {
            Set<Object> names = new HashSet<>();
            sources.stream().map(source -> source.provider().id()).forEach(id -> {
                if (!names.add(id)) {
                    throw new IllegalStateException("two stores are named " + id);
                }
            });
            if (sources.isEmpty() || jobStore.isEmpty()) {
                throw new IllegalStateException("an engine needs a store and a job store (or inMemory())");
            }
        }
    }
}
