package dev.gantry.engine;

import static dev.gantry.engine.StagingPace.longer;

import dev.gantry.domain.JobId;
import dev.gantry.domain.StagingOrder.Candidate;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Wait;
import dev.gantry.ports.spi.Staging.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Brings data of one store online for all of its jobs: looks ahead, asks as early as the permits allow, looks again at
 * growing intervals, and renews what is still needed. One round at a time. Belongs to the control thread.
 */
final class StagingDesk {

    private final StoreStaging store;
    private final StagingPermits permits;
    private final Control control;
    private final Environment environment;
    private final Map<JobId, JobStaging> jobs = new LinkedHashMap<>();
    private final Set<StagedChunk> tried = new HashSet<>();
    private final Set<JobStaging> failed = new HashSet<>();
    private final Deque<List<Wanted>> left = new ArrayDeque<>();
    private final StagingPace pace;
    private final StagingTurns turns;
    private final StagingMounts mounts;
    private boolean working;
    private boolean again;
    private boolean mediaMoved;
    private Runnable callOff = () -> {};

    StagingDesk(StoreId id, StoreStaging store, Control control, Environment environment) {
        this.store = store;
        this.permits = new StagingPermits("store " + id, store);
        this.control = control;
        this.environment = environment;
        this.pace = new StagingPace(store, environment);
        this.mounts = new StagingMounts(store);
        this.turns = new StagingTurns(store.settings().mediaOrder());
    }

    /** Takes a job in; its chunks become ready from now on. */
    JobStaging add(ActiveJob job, Function<ActiveJob, CompletionStage<Void>> finish) {
        JobStaging staging = new JobStaging(job, store, this, control, finish);
        jobs.put(job.id(), staging);
        return staging;
    }

    void remove(JobStaging staging) {
        jobs.remove(staging.job().id());
        turns.withdraw(staging.job().id());
        wake();
    }

    /** Something has changed: it is worth looking soon. */
    void changed() {
        pace.quicken();
    }

    /** Media have moved: whatever is not online may be in reach now, or out of it. */
    void lookAtAll() {
        mediaMoved = true;
        wake();
    }

    /** Nobody is known to need those copies: they may go once each job has looked whether it does. */
    void leave(List<Wanted> copies) {
        left.add(copies);
        wake();
    }

    /** What counts against what may be online for jobs. */
    StagingPermits permits() {
        return permits;
    }

    /** Whether a chunk may count: if its medium is read or may be, and there is room, or else its job could not go on. */
    boolean permits(JobStaging job, StagedChunk chunk) {
        return chunk.isHeld() || (mounts.allow(chunk) && (permits.hasRoomFor(chunk) || job.needs(chunk)));
    }

    /** What is used up, if a chunk may not count. */
    Wait usedUp(StagedChunk chunk) {
        return mounts.allow(chunk) ? permits.usedUp(chunk) : permits.noDrive();
    }

    // ---- rounds

    /** Does a round now, or after the one that is under way. */
    void wake() {
        if (working) {
            again = true;
            return;
        }
        working = true;
        tried.clear();
        failed.clear();
        callOff.run();
        control.settle(round(), (nothing, failure) -> {
            working = false;
            if (again) {
                again = false;
                wake();
            } else {
                sleep();
            }
            return CompletableFuture.completedStage(null);
        });
    }

    private CompletionStage<Void> round() {
        return control.then(
                examine(),
                examined -> control.then(
                        release(),
                        released -> control.then(lookAgain(), looked -> control.then(renew(), renewed -> request()))));
    }

    /** Copies that are not released now for a failure end when their time is up. */
    private CompletionStage<Void> release() {
        return left.isEmpty()
                ? CompletableFuture.completedStage(null)
                : control.settle(store.release(permits.unneeded(left.remove())), (nothing, failure) -> release());
    }

    /** What fails for one job leaves the others alone; that job waits for the next round. */
    private CompletionStage<Void> attempt(JobStaging job, CompletionStage<Void> work) {
        return control.settle(work, (nothing, failure) -> {
            if (failure != null) {
                failed.add(job);
            }
            return CompletableFuture.completedStage(null);
        });
    }

    private CompletionStage<Void> each(
            JobStaging job, Iterator<StagedChunk> chunks, Function<StagedChunk, CompletionStage<Void>> action) {
        return chunks.hasNext() && !failed.contains(job)
                ? control.then(attempt(job, action.apply(chunks.next())), nothing -> each(job, chunks, action))
                : CompletableFuture.completedStage(null);
    }

    private <T> CompletionStage<Void> each(Iterator<T> all, Function<T, CompletionStage<Void>> action) {
        return all.hasNext()
                ? control.then(action.apply(all.next()), nothing -> each(all, action))
                : CompletableFuture.completedStage(null);
    }

    private List<JobStaging> jobs() {
        return List.copyOf(jobs.values());
    }

    /** A chunk of each job, and so on, until there is no more to look at. */
    private CompletionStage<Void> examine() {
        List<JobStaging> more = jobs().stream()
                .filter(job -> !failed.contains(job) && job.mayExamine())
                .toList();
        return more.isEmpty()
                ? CompletableFuture.completedStage(null)
                : control.then(each(more.iterator(), job -> attempt(job, job.examine())), nothing -> examine());
    }

    private CompletionStage<Void> lookAgain() {
        if (!pace.isLookDue() && !mediaMoved) {
            return CompletableFuture.completedStage(null);
        }
        Predicate<StagedChunk> which = mediaMoved ? chunk -> !chunk.isReady() : StagedChunk::isUnderWay;
        mediaMoved = false;
        pace.slowDown();
        return control.then(forEach(which, JobStaging::look), nothing -> {
            pace.looked(jobs().stream()
                    .flatMap(job -> job.reasons().readyAbout().stream())
                    .min(Instant::compareTo));
            return CompletableFuture.completedStage(null);
        });
    }

    private CompletionStage<Void> renew() {
        return forEach(pace::isRenewalDue, JobStaging::renew);
    }

    /** Job after job, those of its chunks. */
    private CompletionStage<Void> forEach(
            Predicate<StagedChunk> which, BiFunction<JobStaging, StagedChunk, CompletionStage<Void>> action) {
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (JobStaging job : jobs()) {
            Iterator<StagedChunk> chunks = job.open().filter(which).iterator();
            all = control.then(all, nothing -> each(job, chunks, chunk -> action.apply(job, chunk)));
        }
        return all;
    }

    // ---- asking

    /** Asks until the permits are used up. A chunk is asked for once in a round. */
    private CompletionStage<Void> request() {
        mounts.look(jobs().stream().flatMap(JobStaging::open));
        List<Candidate> waiting = jobs().stream()
                .filter(job -> !failed.contains(job))
                .flatMap(JobStaging::candidates)
                .filter(candidate ->
                        chunk(candidate).filter(c -> !tried.contains(c)).isPresent())
                .toList();
        List<Candidate> next =
                turns.next(jobs().stream().map(job -> job.job().job()).toList(), waiting, this::permitted);
        return next.isEmpty()
                ? CompletableFuture.completedStage(null)
                : control.then(each(next.iterator(), this::request), nothing -> request());
    }

    private Optional<StagedChunk> chunk(Candidate candidate) {
        return Optional.ofNullable(jobs.get(candidate.job())).flatMap(job -> job.find(candidate.chunk()));
    }

    private boolean permitted(Candidate candidate) {
        return chunk(candidate)
                .filter(chunk -> permits(jobs.get(candidate.job()), chunk))
                .isPresent();
    }

    private CompletionStage<Void> request(Candidate candidate) {
        Optional<StagedChunk> chunk = chunk(candidate).filter(c -> permitted(candidate));
        if (chunk.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        tried.add(chunk.get());
        changed();
        JobStaging job = jobs.get(candidate.job());
        return attempt(job, job.request(chunk.get()));
    }

    // ---- pausing

    /** A store that failed, or does not renew, is not asked again at once. */
    private void sleep() {
        Duration shortest = pace.shortest();
        Duration least = failed.isEmpty() ? Duration.ofMillis(1) : shortest;
        List<StagedChunk> open = jobs().stream().flatMap(JobStaging::open).toList();
        Stream<Duration> renewals = open.stream()
                .flatMap(chunk -> pace.untilRenewal(chunk).stream())
                .map(in -> longer(in, shortest));
        Stream<Duration> look = open.stream()
                .filter(chunk -> !chunk.isReady())
                .map(chunk -> longer(pace.untilLook(), least))
                .limit(1);
        Stream<Duration> repeat = failed.stream().map(job -> shortest).limit(1);
        Stream.of(renewals, look, repeat)
                .flatMap(Function.identity())
                .min(Duration::compareTo)
                .ifPresent(in -> callOff = environment.after(in, this::wake));
    }
}
