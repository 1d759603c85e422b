package dev.gantry.engine;

import dev.gantry.domain.JobKind;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.StagingOrder.Candidate;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.spi.Staging.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A running job in a store that has to bring data online: its next chunks, and how far each is. A chunk is ready once all
 * that is left of it can be read. Nothing of this is kept: the store knows. Belongs to the control thread.
 */
final class JobStaging {

    /** How many chunks are looked at ahead of the first that is not done. */
    private static final int WINDOW = JobGrants.MAX_UNFINISHED;

    private final ActiveJob job;
    private final ChunkBytes bytes;
    private final StagingDesk desk;
    private final Control control;
    private final StagingRequests requests;
    private final StagingReasons reasons;
    private final Map<Integer, StagedChunk> open = new TreeMap<>();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private int next;

    JobStaging(
            ActiveJob job,
            StoreStaging store,
            StagingDesk desk,
            Control control,
            Function<ActiveJob, CompletionStage<Void>> finish) {
        this.job = job;
        this.bytes = new ChunkBytes(job, store);
        this.desk = desk;
        this.control = control;
        this.requests = new StagingRequests(job, bytes, control, this::look, finish);
        this.reasons = new StagingReasons(this, store, desk);
    }

    ActiveJob job() {
        return job;
    }

    /** What its chunks wait for. */
    StagingReasons reasons() {
        return reasons;
    }

    /** Looks at the first chunk at once, so that whoever asks first finds work if there is any. */
    void begin() {
        control.settle(examine(), (nothing, failure) -> {
            begun.complete(null);
            desk.wake();
            return begun;
        });
    }

    /** Completes when the first chunk was looked at, or could not be. */
    CompletionStage<Void> begun() {
        return begun;
    }

    /** Chunks have joined. */
    void grown() {
        desk.wake();
    }

    // ---- looking

    boolean mayExamine() {
        return begun.isDone() && hasMore();
    }

    private boolean hasMore() {
        while (next < job.job().size().chunks()
                && (open.containsKey(next) || job.marks().isDone(next))) {
            next++;
        }
        return !job.hasEnded()
                && open.size() < WINDOW
                && next < job.job().size().chunks();
    }

    /** Looks at the next chunk for the first time. */
    CompletionStage<Void> examine() {
        if (!hasMore()) {
            return CompletableFuture.completedStage(null);
        }
        int number = next;
        return control.then(
                job.chunks().load(number),
                chunk -> control.then(bytes.find(chunk), found -> {
                    StagedChunk staged = new StagedChunk(
                            number, chunk.chunk().blobs().size(), chunk.chunk().bytes(), found);
                    if (job.hasEnded() || job.marks().isDone(number)) {
                        return CompletableFuture.completedStage(null);
                    }
                    open.put(number, staged);
                    return take(staged, chunk);
                }));
    }

    /** Looks at a chunk again. */
    CompletionStage<Void> look(StagedChunk staged) {
        return control.then(
                job.chunks().load(staged.number()),
                chunk -> control.then(bytes.find(chunk), found -> {
                    staged.seen(found);
                    return take(staged, chunk);
                }));
    }

    /** A chunk is known anew. It counts while it is on its way, or online for a while; then the store is to keep it. */
    private CompletionStage<Void> take(StagedChunk staged, ActiveChunk chunk) {
        if (open.get(staged.number()) != staged) {
            return CompletableFuture.completedStage(null);
        }
        boolean found = staged.isOnline() && staged.needsRequest() && desk.permits(this, staged);
        if (staged.isHeld() && staged.isAway()) {
            letGo(staged, chunk);
        } else if (!staged.isHeld() && (found || staged.isUnderWay() && !staged.isAway())) {
            staged.hold(true);
            desk.permits().hold(staged, bytes.all(chunk));
            if (found) {
                return kept(staged, chunk);
            }
        }
        mark(staged);
        return CompletableFuture.completedStage(null);
    }

    /** A chunk that was found online counts only once the store is known to keep it. */
    private CompletionStage<Void> kept(StagedChunk staged, ActiveChunk chunk) {
        return control.settle(renew(staged), (nothing, failure) -> {
            if (failure == null) {
                return CompletableFuture.completedStage(null);
            }
            letGo(staged, chunk);
            return CompletableFuture.failedStage(failure);
        });
    }

    private List<Wanted> letGo(StagedChunk staged, ActiveChunk chunk) {
        staged.hold(false);
        return desk.permits().letGo(staged, bytes.all(chunk));
    }

    private void mark(StagedChunk staged) {
        boolean wasHeld = job.marks().isHeld(staged.number());
        if (wasHeld == staged.isReady()) {
            job.marks().hold(staged.number(), !staged.isReady());
            job.grants().offer();
            job.announce();
            desk.changed();
        }
    }

    // ---- asking

    /** What has to be asked for: of a job in order only its first chunk, of another any. */
    Stream<Candidate> candidates() {
        Stream<StagedChunk> waiting = open.values().stream().filter(StagedChunk::needsRequest);
        return (job.job().ordering() == Ordering.IN_ORDER ? waiting.limit(1) : waiting)
                .map(chunk -> new Candidate(job.id(), job.job().priority(), chunk.number(), chunk.first()));
    }

    Optional<StagedChunk> find(int number) {
        return Optional.ofNullable(open.get(number));
    }

    /** Whether the job goes on with that chunk, and otherwise not: nothing else is on its way, or there to be granted. */
    boolean needs(StagedChunk chunk) {
        return job.marks().mayBeWorkedOn(chunk.number())
                && open.values().stream()
                        .noneMatch(other -> other.isHeld()
                                && (!other.isReady() || job.marks().mayBeNext(other.number())));
    }

    /** Asks for what is nearline of a chunk; what was asked for as the job ended is let go. */
    CompletionStage<Void> request(StagedChunk staged) {
        return control.then(
                requests.request(staged),
                nothing -> job.hasEnded() && !staged.isHeld()
                        ? control.then(job.chunks().load(staged.number()), chunk -> leave(bytes.all(chunk)))
                        : CompletableFuture.completedStage(null));
    }

    private CompletionStage<Void> leave(List<Wanted> copies) {
        desk.leave(copies);
        return CompletableFuture.completedStage(null);
    }

    // ---- keeping

    Stream<StagedChunk> open() {
        return List.copyOf(open.values()).stream();
    }

    /** Keeps what is online of a chunk so. */
    CompletionStage<Void> renew(StagedChunk staged) {
        return control.then(
                job.chunks().load(staged.number()), chunk -> control.then(bytes.renew(chunk), renewed -> look(staged)));
    }

    /** Somebody tried to read a chunk that is not online, or not any more; this is what to tell. */
    ApiException lost(int number, Instant now) {
        find(number)
                .filter(StagedChunk::isReady)
                .ifPresent(staged -> control.settle(look(staged), (nothing, failure) -> {
                    desk.wake();
                    return begun;
                }));
        return reasons.refusal(number, now);
    }

    /** A chunk is done: its copies may go, unless bringing them was all that was asked. */
    void done(int number) {
        StagedChunk staged = open.remove(number);
        if (staged != null && staged.isHeld()) {
            letGo(staged);
        }
        desk.wake();
    }

    /** The job is over. */
    void end() {
        List.copyOf(open.values()).stream().filter(StagedChunk::isHeld).forEach(this::letGo);
        open.clear();
        begun.complete(null);
        desk.remove(this);
    }

    private void letGo(StagedChunk staged) {
        staged.hold(false);
        control.settle(job.chunks().load(staged.number()), (chunk, failure) -> {
            List<Wanted> copies = failure == null
                    ? desk.permits().letGo(staged, bytes.all(chunk))
                    : desk.permits().letGo(staged, List.of());
            return job.job().kind() == JobKind.STAGE ? CompletableFuture.completedStage(null) : leave(copies);
        });
    }
}
