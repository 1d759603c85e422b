package dev.gantry.engine;

import dev.gantry.domain.Availability;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.Medium;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.StagingOrder.Candidate;
import dev.gantry.domain.Wait;
import dev.gantry.engine.ChunkBytes.Asked;
import dev.gantry.engine.ChunkHolds.Hold;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.Staging.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
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

    /** After so many requests that brought nothing a blob is given up. */
    private static final int MAX_REQUESTS = 4;

    /** Clients that are sent away for longer may find their copies ending. */
    private static final Duration MOST_RETRY_AFTER = Duration.ofMinutes(5);

    private final ActiveJob job;
    private final StoreStaging store;
    private final ChunkBytes bytes;
    private final StagingDesk desk;
    private final Control control;
    private final Function<ActiveJob, CompletionStage<Void>> finish;
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
        this.store = store;
        this.bytes = new ChunkBytes(job, store);
        this.desk = desk;
        this.control = control;
        this.finish = finish;
    }

    ActiveJob job() {
        return job;
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
        boolean found = staged.isOnline() && staged.needsRequest();
        if (!staged.isHeld() && (staged.isUnderWay() || (found && desk.permits(this, staged)))) {
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
            staged.hold(false);
            desk.permits().letGo(staged, bytes.all(chunk));
            return CompletableFuture.failedStage(failure);
        });
    }

    private void mark(StagedChunk staged) {
        boolean wasHeld = job.marks().isHeld(staged.number());
        if (!staged.isReady()) {
            job.holds().hold(staged.number(), new Hold(wait(staged), staged.readyAbout()));
        }
        if (wasHeld == staged.isReady()) {
            if (staged.isReady()) {
                job.holds().letGo(staged.number());
            }
            job.grants().offer();
            job.announce();
            desk.changed();
        }
    }

    /** Why a chunk is not ready. */
    private Wait wait(StagedChunk staged) {
        if (staged.isUnpaid()) {
            return desk.permits().unpaid();
        }
        Availability obstacle = staged.obstacle().orElse(new Availability.Online(Optional.empty()));
        if (staged.needsRequest() && !desk.permits(this, staged)) {
            return desk.permits().usedUp(staged);
        }
        if (obstacle instanceof Availability.Offline offline) {
            return new Wait.Offline(
                    offline.media().stream().map(Medium::barcode).toList());
        }
        return obstacle instanceof Availability.Staging running
                ? new Wait.Staging(running.on(), running.since())
                : new Wait.Staging(obstacle instanceof Availability.Nearline near ? near.on() : "", Optional.empty());
    }

    /** Why a chunk may not be granted that nobody has looked at: others come first, or the store could not be asked. */
    Hold unknown(int chunk) {
        int before = job.marks().undoneBefore(chunk);
        Wait why = before == 0 ? new Wait.StoreFailed(job.store().id()) : new Wait.Unfinished(before, WINDOW);
        return new Hold(why, Optional.empty());
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

    /** Asks for what is nearline of a chunk, or gives it up if that was of no use. */
    CompletionStage<Void> request(StagedChunk staged) {
        boolean givenUp = staged.request() > MAX_REQUESTS;
        return control.then(job.chunks().load(staged.number()), chunk -> {
            CompletionStage<Asked> asked =
                    givenUp ? bytes.nearline(chunk).thenApply(JobStaging::fruitless) : bytes.request(chunk);
            return control.then(asked, answered -> {
                staged.asked(answered.later(), answered.unpaid());
                return answered.refused().isEmpty() ? look(staged) : refused(staged, chunk, answered.refused());
            });
        });
    }

    private static Asked fruitless(List<Integer> blobs) {
        Map<Integer, String> reasons = new TreeMap<>();
        blobs.forEach(i -> reasons.put(i, "it was asked for " + MAX_REQUESTS + " times and did not come online"));
        return new Asked(reasons, false, false);
    }

    private CompletionStage<Void> refused(StagedChunk staged, ActiveChunk chunk, Map<Integer, String> reasons) {
        reasons.forEach((blob, reason) -> {
            chunk.fail(blob, reason);
            job.objects().failed(chunk.blob(blob), reason);
        });
        return control.then(job.record(chunk), nothing -> chunk.intended().isDone() ? finish.apply(job) : look(staged));
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
        return new ApiException(
                Problem.UNAVAILABLE,
                "the data is not online: "
                        + find(number)
                                .filter(c -> !c.isReady())
                                .map(c -> wait(c).toString())
                                .orElse("it is looked for"),
                retryAfter(now),
                null);
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
            return job.job().kind() == JobKind.STAGE ? CompletableFuture.completedStage(null) : store.release(copies);
        });
    }

    // ---- telling

    /** Whether the job's client could not do anything if it were there. */
    boolean isWaiting() {
        return job.marks().unfinished().allMatch(job.marks()::isHeld)
                && !job.marks().hasMoreToGrant()
                && !job.marks().isDone();
    }

    /** What the job's first chunk that is not online waits for. */
    Optional<Wait> firstWait() {
        return open.values().stream()
                .filter(chunk -> !chunk.isReady())
                .findFirst()
                .map(this::wait);
    }

    /** When the first of what is on its way is there, as far as the store can tell. */
    Optional<Instant> readyAbout() {
        return open.values().stream()
                .filter(chunk -> !chunk.isReady() && !chunk.needsRequest())
                .flatMap(chunk -> chunk.readyAbout().stream())
                .min(Comparator.naturalOrder());
    }

    /** When it is worth asking again: about when something is there, in whole seconds. */
    Duration retryAfter(Instant now) {
        Duration in = readyAbout()
                .map(at -> Duration.between(now, at))
                .orElse(store.offer().pace());
        Duration whole = Duration.ofSeconds(in.plusMillis(999).toSeconds());
        Duration least = ReadyList.RETRY_AFTER.compareTo(whole) > 0 ? ReadyList.RETRY_AFTER : whole;
        return least.compareTo(MOST_RETRY_AFTER) < 0 ? least : MOST_RETRY_AFTER;
    }
}
