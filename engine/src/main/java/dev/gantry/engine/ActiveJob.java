package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Progress;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ChunkSummary;
import dev.gantry.ports.spi.ChunkTable;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A running job: its cursor, the chunks that are loaded, the objects being put together, who waits for a slot. Belongs to
 * the control thread.
 */
final class ActiveJob implements SlotPool.Claimant {

    /** How many granted chunks a job may leave unfinished before it gets no more. */
    static final int MAX_UNFINISHED = 64;

    private record Waiter(ActiveChunk chunk, CompletableFuture<SlotPool.Slot> slot) {}

    private final Store store;
    private final boolean replace;
    private final ChunkTable table;
    private final Control control;
    private final Environment environment;
    private final EngineSettings settings;
    private final ObjectDirectory objects;
    private final TreeMap<Integer, ActiveChunk> loaded = new TreeMap<>();
    private final Map<Integer, CompletableFuture<ActiveChunk>> loading = new HashMap<>();
    private final Map<ObjectId, ObjectAssembly> assemblies = new HashMap<>();
    private final Set<ObjectId> failedObjects = new HashSet<>();
    private final Set<CompletionStage<Void>> grants = new HashSet<>();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final BitSet granted = new BitSet();
    private final BitSet done = new BitSet();
    private final BitSet listed = new BitSet();
    private CompletableFuture<Void> change = new CompletableFuture<>();
    private Job job;
    private Optional<Throwable> grantFailure = Optional.empty();
    private long lastSeen;
    private boolean ended;

    ActiveJob(Job job, Store store, boolean replace, EngineContext context) {
        this.job = job;
        this.store = store;
        this.replace = replace;
        this.table = context.jobStore().chunks();
        this.control = context.control();
        this.environment = context.environment();
        this.settings = context.settings();
        this.objects = context.objects();
        this.lastSeen = environment.nanos() - settings.presence().toNanos();
    }

    /** Takes up where an earlier process stopped; what it had granted it may have listed. */
    void restore(List<ChunkSummary> summaries) {
        Progress progress = job.progress();
        for (ChunkSummary chunk : summaries) {
            granted.set(chunk.number(), chunk.granted());
            listed.set(chunk.number(), chunk.granted());
            done.set(chunk.number(), chunk.isDone());
        }
        long blobs = summaries.stream().mapToLong(ChunkSummary::evidence).sum();
        long failed = summaries.stream().mapToLong(ChunkSummary::failed).sum();
        long bytes = summaries.stream().mapToLong(ChunkSummary::bytes).sum();
        job = job.with(new Progress(blobs, failed, bytes, isPut() ? bytes : progress.cachedBytes()));
    }

    Job job() {
        return job;
    }

    void replaceJob(Job changed) {
        job = changed;
    }

    Store store() {
        return store;
    }

    boolean replacesObjects() {
        return replace;
    }

    boolean isPut() {
        return job.kind() == JobKind.PUT;
    }

    boolean hasEnded() {
        return ended;
    }

    // ---- the claimant

    @Override
    public JobId id() {
        return job.id();
    }

    @Override
    public UserId owner() {
        return job.owner().id();
    }

    @Override
    public Priority priority() {
        return job.priority();
    }

    /** Its client has given a sign of life. */
    void touch() {
        lastSeen = environment.nanos();
    }

    /** Its client may have forgotten what it was told: everything that is not done can be listed as new. */
    void forgetListings() {
        listed.clear();
    }

    @Override
    public boolean wantsMore() {
        return !ended && (!waiters.isEmpty() || (isPresent() && hasMoreToGrant()));
    }

    private boolean isPresent() {
        return environment.nanos() - lastSeen < settings.presence().toNanos();
    }

    private boolean hasMoreToGrant() {
        return granted.nextClearBit(0) < job.size().chunks() && unfinished() < MAX_UNFINISHED;
    }

    private int unfinished() {
        return granted.cardinality() - done.cardinality();
    }

    /** Whether a chunk is left that was never listed to the client it has now. */
    boolean hasUnlistedChunks() {
        BitSet known = (BitSet) listed.clone();
        known.or(done);
        return known.nextClearBit(0) < job.size().chunks();
    }

    @Override
    public boolean take(SlotPool.Slot slot) {
        while (!waiters.isEmpty()) {
            Waiter waiter = waiters.removeFirst();
            if (!waiter.slot().isDone()) {
                SlotPool.Slot given = waiter.chunk().slot().orElse(slot);
                waiter.chunk().hold(given);
                waiter.slot().complete(given);
                if (given == slot) {
                    return true;
                }
            }
        }
        if (ended || !isPresent() || !hasMoreToGrant()) {
            return false;
        }
        grantNext(slot);
        return true;
    }

    private void grantNext(SlotPool.Slot slot) {
        int number = granted.nextClearBit(0);
        granted.set(number);
        CompletionStage<Void> grant = control.then(load(number), chunk -> {
            chunk.hold(slot);
            return granted(chunk);
        });
        CompletableFuture<Void> settled = new CompletableFuture<>();
        grants.add(settled);
        grant.whenComplete((nothing, failure) -> control.run(() -> {
            grants.remove(settled);
            grantFailure = Optional.ofNullable(failure);
            if (failure != null) {
                granted.clear(number);
                slot.release();
            }
            settled.complete(null);
        }));
    }

    /** Makes the grant of a chunk durable, unless it is. */
    CompletionStage<Void> granted(ActiveChunk chunk) {
        granted.set(chunk.number());
        if (chunk.intended().granted()) {
            return CompletableFuture.completedStage(null);
        }
        chunk.grant();
        return record(chunk);
    }

    /** Why the last grant could not be made durable, if it could not. */
    Optional<Throwable> grantFailure() {
        return grantFailure;
    }

    /** Completes when every grant that is under way is durable, or has failed. */
    CompletionStage<Void> grantsMade() {
        CompletableFuture<?>[] all =
                grants.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all);
    }

    /** The slot of a chunk: the one it holds, a free one, or the next one that is this job's turn. */
    CompletionStage<SlotPool.Slot> slotFor(ActiveChunk chunk) {
        Optional<SlotPool.Slot> atOnce = chunk.slot().or(() -> store.slots().tryTake());
        if (atOnce.isPresent()) {
            chunk.hold(atOnce.get());
            return CompletableFuture.completedStage(atOnce.get());
        }
        CompletableFuture<SlotPool.Slot> slot = new CompletableFuture<>();
        waiters.addLast(new Waiter(chunk, slot));
        Runnable callOff = environment.after(
                settings.patience(),
                () -> slot.completeExceptionally(new ApiException(
                        Problem.UNAVAILABLE,
                        "all slots of store " + store.id() + " are in use",
                        settings.silence(),
                        null)));
        slot.whenComplete((s, failure) -> callOff.run());
        store.slots().offer(this);
        return slot;
    }

    // ---- chunks

    /** The chunk of that number, from memory or from the job store. */
    CompletionStage<ActiveChunk> load(int number) {
        ActiveChunk known = loaded.get(number);
        if (known != null) {
            return CompletableFuture.completedStage(known);
        }
        CompletableFuture<ActiveChunk> running = loading.get(number);
        if (running == null) {
            running = control.then(table.page(job.id(), number, 1), page -> {
                        loading.remove(number);
                        if (page.isEmpty() || page.get(0).chunk().number() != number) {
                            return Failures.<ActiveChunk>failed(
                                    Problem.INTERNAL, "chunk " + number + " of job " + job.id() + " is lost");
                        }
                        ActiveChunk chunk = loaded.computeIfAbsent(number, n -> new ActiveChunk(page.get(0)));
                        evict();
                        return CompletableFuture.completedStage(chunk);
                    })
                    .toCompletableFuture();
            loading.put(number, running);
            running.whenComplete((chunk, failure) -> control.run(() -> loading.remove(number)));
        }
        return running;
    }

    private void evict() {
        if (loaded.size() > 2 * MAX_UNFINISHED) {
            loaded.values()
                    .removeIf(c -> c.slot().isEmpty()
                            && !c.isMoving()
                            && c.intended().equals(c.durable())
                            && (done.get(c.number()) || !granted.get(c.number())));
        }
    }

    Collection<ActiveChunk> loadedChunks() {
        return List.copyOf(loaded.values());
    }

    /** The granted chunks that are not done, in order; some may not be loaded. */
    BitSet unfinishedChunks() {
        BitSet open = (BitSet) granted.clone();
        open.andNot(done);
        return open;
    }

    boolean wasListed(int chunk) {
        return listed.get(chunk);
    }

    void markListed(int chunk) {
        listed.set(chunk);
    }

    // ---- evidence

    /** Tells the job store what has become of a chunk; the job's progress follows when that is durable. */
    CompletionStage<Void> record(ActiveChunk chunk) {
        ChunkState written = chunk.intended();
        long order = chunk.nextRecord();
        return control.then(table.record(chunk.update()), nothing -> {
            if (chunk.confirms(order)) {
                confirmed(chunk, written);
            }
            return CompletableFuture.completedStage(null);
        });
    }

    private void confirmed(ActiveChunk chunk, ChunkState now) {
        ChunkState before = chunk.durable();
        Progress p = job.progress();
        long bytes = p.bytes() + chunk.bytesWithEvidence(now) - chunk.bytesWithEvidence(before);
        job = job.with(new Progress(
                p.blobs() + now.evidenceCount() - before.evidenceCount(),
                p.failedBlobs() + now.failedCount() - before.failedCount(),
                bytes,
                isPut() ? bytes : p.cachedBytes()));
        chunk.confirmed(now);
        if (now.isDone() && !done.get(chunk.number())) {
            done.set(chunk.number());
            chunk.slot().ifPresent(SlotPool.Slot::release);
            unloadIfDone(chunk);
        }
        announce();
    }

    /** Lets go of a chunk in which nothing is left to do and nothing moves. */
    void unloadIfDone(ActiveChunk chunk) {
        if (done.get(chunk.number()) && !chunk.isMoving()) {
            loaded.remove(chunk.number());
        }
    }

    /** Wakes whoever waits for something to change. */
    void announce() {
        CompletableFuture<Void> old = change;
        change = new CompletableFuture<>();
        old.complete(null);
    }

    CompletionStage<Void> nextChange() {
        return change;
    }

    /** Whether bytes are moving or evidence is on its way to the job store. */
    boolean isUnsettled() {
        return loaded.values().stream()
                .anyMatch(c -> c.isMoving() || !c.intended().equals(c.durable()));
    }

    /** Whether every blob that is left is being read or written: the job may be over any moment. */
    boolean everythingIsTaken() {
        return granted.cardinality() == job.size().chunks()
                && unfinishedChunks().stream()
                        .allMatch(n -> loaded.containsKey(n) && !loaded.get(n).hasWorkFor(!isPut()));
    }

    boolean nothingLeft() {
        return job.progress().blobs() + job.progress().failedBlobs()
                == job.size().blobs();
    }

    void failed(ObjectId object) {
        failedObjects.add(object);
    }

    long failedObjectCount() {
        return failedObjects.size();
    }

    // ---- objects being put together

    ObjectAssembly assembly(Blob blob) {
        return assemblies.computeIfAbsent(
                blob.object(), id -> new ObjectAssembly(store, objects, keyOf(blob), blob, replace));
    }

    Optional<ObjectAssembly> knownAssembly(ObjectId object) {
        return Optional.ofNullable(assemblies.get(object));
    }

    ObjectKey keyOf(Blob blob) {
        return new ObjectKey(job.bucket(), blob.name());
    }

    void forget(ObjectId object) {
        assemblies.remove(object);
    }

    /** Ends the job in memory: nobody waits and nothing comes in. */
    void end(ApiException reason) {
        ended = true;
        store.slots().withdraw(id());
        waiters.forEach(w -> w.slot().completeExceptionally(reason));
        waiters.clear();
        loaded.values().forEach(chunk -> {
            List.copyOf(chunk.incoming().values()).forEach(Incoming::giveUp);
            chunk.slot().ifPresent(SlotPool.Slot::release);
        });
        announce();
    }

    /** The end is durable: nothing half-written stays. */
    void discard() {
        assemblies.values().forEach(ObjectAssembly::abort);
        assemblies.clear();
        loaded.clear();
    }

    /** The end could not be written: the job runs on, and whoever finishes it next tries again. */
    void resume() {
        ended = false;
    }
}
