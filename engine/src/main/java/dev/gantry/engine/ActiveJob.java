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
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final ChunkMarks marks;
    private final LoadedChunks chunks;
    private final Map<ObjectId, ObjectAssembly> assemblies = new HashMap<>();
    private final Set<ObjectId> failedObjects = new HashSet<>();
    private final Set<CompletionStage<Void>> grants = new HashSet<>();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
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
        this.marks = new ChunkMarks(job.size().chunks());
        this.chunks = new LoadedChunks(job.id(), table, control, marks);
        this.environment = context.environment();
        this.settings = context.settings();
        this.objects = context.objects();
        this.lastSeen = environment.nanos() - settings.presence().toNanos();
    }

    /** Takes up where an earlier process stopped; what it had granted it may have listed. */
    void restore(List<ChunkSummary> summaries) {
        Progress progress = job.progress();
        marks.restore(summaries);
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

    ChunkMarks marks() {
        return marks;
    }

    LoadedChunks chunks() {
        return chunks;
    }

    @Override
    public boolean wantsMore() {
        return !ended && (!waiters.isEmpty() || (isPresent() && hasMoreToGrant()));
    }

    private boolean isPresent() {
        return environment.nanos() - lastSeen < settings.presence().toNanos();
    }

    private boolean hasMoreToGrant() {
        return marks.hasMoreToGrant() && marks.unfinishedCount() < MAX_UNFINISHED;
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
        int number = marks.nextToGrant();
        marks.grant(number);
        CompletionStage<Void> grant = control.then(chunks.load(number), chunk -> {
            chunk.hold(slot);
            return granted(chunk);
        });
        CompletableFuture<Void> settled = new CompletableFuture<>();
        grants.add(settled);
        grant.whenComplete((nothing, failure) -> control.run(() -> {
            grants.remove(settled);
            grantFailure = Optional.ofNullable(failure);
            if (failure != null) {
                marks.takeBack(number);
                slot.release();
            }
            settled.complete(null);
        }));
    }

    /** Makes the grant of a chunk durable, unless it is. */
    CompletionStage<Void> granted(ActiveChunk chunk) {
        marks.grant(chunk.number());
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
        if (now.isDone() && !marks.isDone(chunk.number())) {
            marks.finish(chunk.number());
            chunk.slot().ifPresent(SlotPool.Slot::release);
            chunks.unloadIfDone(chunk);
        }
        announce();
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

    /** Whether every blob that is left is being read or written: the job may be over any moment. */
    boolean everythingIsTaken() {
        return !marks.hasMoreToGrant()
                && marks.unfinished()
                        .allMatch(n -> chunks.find(n)
                                .filter(chunk -> !chunk.hasWorkFor(!isPut()))
                                .isPresent());
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
        chunks.all().forEach(chunk -> {
            List.copyOf(chunk.incoming().values()).forEach(Incoming::giveUp);
            chunk.slot().ifPresent(SlotPool.Slot::release);
        });
        announce();
    }

    /** The end is durable: nothing half-written stays. */
    void discard() {
        assemblies.values().forEach(ObjectAssembly::abort);
        assemblies.clear();
        chunks.clear();
    }

    /** The end could not be written: the job runs on, and whoever finishes it next tries again. */
    void resume() {
        ended = false;
    }
}
