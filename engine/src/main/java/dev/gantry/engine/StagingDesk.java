package dev.gantry.engine;

import dev.gantry.domain.GrantQueue;
import dev.gantry.domain.JobId;
import dev.gantry.domain.StagingOrder;
import dev.gantry.domain.StagingOrder.Candidate;
import dev.gantry.domain.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Brings data of one store online for all of its jobs: looks ahead, asks as early as the permits allow, looks again at
 * growing intervals, and renews what is still needed. One round at a time. Belongs to the control thread.
 */
final class StagingDesk {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /** How many paces there are in the longest wait of a store that is quick. */
    private static final int SLOWEST = 60;

    private final StoreStaging store;
    private final StagingPermits permits;
    private final Control control;
    private final Environment environment;
    private final Map<JobId, JobStaging> jobs = new LinkedHashMap<>();
    private final Set<StagedChunk> tried = new HashSet<>();
    private final Set<JobStaging> failed = new HashSet<>();
    private final GrantQueue turns = new GrantQueue();
    private boolean working;
    private boolean again;
    private Duration interval;
    private long nextLook;
    private Runnable callOff = () -> {};

    StagingDesk(StoreId id, StoreStaging store, Control control, Environment environment) {
        this.store = store;
        this.permits = new StagingPermits("store " + id, store);
        this.control = control;
        this.environment = environment;
        this.interval = store.offer().pace();
        this.nextLook = environment.nanos();
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
        interval = store.offer().pace();
    }

    /** What counts against what may be online for jobs. */
    StagingPermits permits() {
        return permits;
    }

    /** Whether a chunk may count: if there is room, or else its job could not go on. */
    boolean permits(JobStaging job, StagedChunk chunk) {
        return chunk.isHeld() || permits.hasRoomFor(chunk) || job.needs(chunk);
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
                examined -> control.then(lookAgain(), looked -> control.then(renew(), renewed -> request())));
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
        if (environment.nanos() - nextLook < 0) {
            return CompletableFuture.completedStage(null);
        }
        Duration longest = store.offer().pace().multipliedBy(SLOWEST);
        Duration most = longest.compareTo(LONGEST_WAIT) < 0 ? longest : LONGEST_WAIT;
        Duration grown = interval.multipliedBy(3).dividedBy(2);
        interval = grown.compareTo(most) < 0 ? grown : most;
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (JobStaging job : jobs()) {
            Iterator<StagedChunk> underWay =
                    job.open().filter(StagedChunk::isUnderWay).iterator();
            all = control.then(all, nothing -> each(job, underWay, job::look));
        }
        return control.then(all, nothing -> {
            nextLook = environment.nanos() + pause().toNanos();
            return CompletableFuture.completedStage(null);
        });
    }

    /** Until the next look: sooner if the store says that something is there by then. */
    private Duration pause() {
        Optional<Duration> ready = jobs().stream()
                .flatMap(job -> job.readyAbout().stream())
                .min(Instant::compareTo)
                .map(at -> Duration.between(environment.now(), at).plusMillis(1));
        Duration pace = store.offer().pace();
        return ready.map(in -> in.compareTo(pace) < 0 ? pace : in)
                .filter(in -> in.compareTo(interval) < 0)
                .orElse(interval);
    }

    private CompletionStage<Void> renew() {
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (JobStaging job : jobs()) {
            Iterator<StagedChunk> ending = job.open().filter(this::endsSoon).iterator();
            all = control.then(all, nothing -> each(job, ending, job::renew));
        }
        return all;
    }

    private boolean endsSoon(StagedChunk chunk) {
        return renewalOf(chunk).filter(in -> in.isZero() || in.isNegative()).isPresent();
    }

    /** In how long a chunk's copies are to be renewed: at half of their time. */
    private Optional<Duration> renewalOf(StagedChunk chunk) {
        Duration half = store.offer().keep().dividedBy(2);
        return chunk.until()
                .filter(until -> chunk.isHeld())
                .map(until -> Duration.between(environment.now(), until.minus(half)));
    }

    // ---- asking

    /** Asks until the permits are used up. A chunk is asked for once in a round. */
    private CompletionStage<Void> request() {
        List<Candidate> waiting = jobs().stream()
                .filter(job -> !failed.contains(job))
                .flatMap(JobStaging::candidates)
                .filter(candidate ->
                        chunk(candidate).filter(c -> !tried.contains(c)).isPresent())
                .toList();
        return turn(waiting)
                .map(turn -> store.settings().mediaOrder() ? StagingOrder.together(turn, waiting) : List.of(turn))
                .map(together -> control.then(each(together.iterator(), this::request), nothing -> request()))
                .orElseGet(() -> CompletableFuture.completedStage(null));
    }

    private Optional<StagedChunk> chunk(Candidate candidate) {
        return Optional.ofNullable(jobs.get(candidate.job())).flatMap(job -> job.find(candidate.chunk()));
    }

    /** Whose turn it is of the jobs that wait and have a permit: as for slots, by weight, then owner, then job. */
    private Optional<Candidate> turn(List<Candidate> waiting) {
        Map<JobId, Candidate> first = new LinkedHashMap<>();
        waiting.stream().filter(this::permitted).forEach(candidate -> first.putIfAbsent(candidate.job(), candidate));
        jobs().stream().map(JobStaging::job).forEach(job -> {
            if (first.containsKey(job.id())) {
                turns.offer(job.id(), job.job().owner().id(), job.job().priority());
            } else {
                turns.withdraw(job.id());
            }
        });
        return turns.next().map(first::get);
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
        Duration pace = store.offer().pace();
        Duration least = failed.isEmpty() ? Duration.ofMillis(1) : pace;
        List<StagedChunk> open = jobs().stream().flatMap(JobStaging::open).toList();
        Stream<Duration> renewals =
                open.stream().flatMap(chunk -> renewalOf(chunk).stream()).map(in -> longer(in, pace));
        Stream<Duration> look = open.stream()
                .filter(chunk -> !chunk.isReady())
                .map(chunk -> longer(Duration.ofNanos(nextLook - environment.nanos()), least))
                .limit(1);
        Stream<Duration> repeat = failed.stream().map(job -> pace).limit(1);
        Stream.of(renewals, look, repeat)
                .flatMap(Function.identity())
                .min(Duration::compareTo)
                .ifPresent(in -> callOff = environment.after(in, this::wake));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
