package dev.gantry.engine;

import dev.gantry.domain.JobId;
import dev.gantry.domain.Priority;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A running job as it competes for slots: which chunk is granted next, who waits for a slot, and whether its client is
 * there. Belongs to the control thread.
 */
final class JobGrants implements SlotPool.Claimant {

    /** How many granted chunks a job may leave unfinished before it gets no more. */
    static final int MAX_UNFINISHED = 64;

    private record Waiter(ActiveChunk chunk, CompletableFuture<SlotPool.Slot> slot) {}

    private final ActiveJob job;
    private final JobWork work;
    private final SlotPool slots;
    private final Control control;
    private final Environment environment;
    private final EngineSettings settings;
    private final Set<CompletionStage<Void>> underWay = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private Optional<Throwable> failure = Optional.empty();
    private Optional<Instant> pausedUntil = Optional.empty();
    private long presentUntil;
    private long idleSince;

    JobGrants(ActiveJob job, JobWork work, EngineContext context) {
        this.job = job;
        this.work = work;
        this.slots = job.store().slots();
        this.control = context.control();
        this.environment = context.environment();
        this.settings = context.settings();
        this.idleSince = environment.nanos();
        this.presentUntil = idleSince;
    }

    @Override
    public JobId id() {
        return job.id();
    }

    @Override
    public User owner() {
        return job.job().owner();
    }

    @Override
    public Priority priority() {
        return job.job().priority();
    }

    /** The job's client has given a sign of life. */
    void touch() {
        idleSince = environment.nanos();
        presentUntil = idleSince + settings.presence().toNanos();
    }

    /** How long the job's client has given no sign of life. */
    Duration idle() {
        return Duration.ofNanos(environment.nanos() - idleSince);
    }

    /** Whether the job's client is there, or the node does the work itself. */
    boolean isAttended() {
        return !work.isClients() || presentUntil - environment.nanos() > 0;
    }

    /** Does not compete for a while, since the store could not do the work. */
    void pause(Duration time) {
        pausedUntil = Optional.of(environment.now().plus(time));
        environment.after(time, () -> {
            pausedUntil = Optional.empty();
            offer();
        });
    }

    /** When the job competes again, if it makes a pause. */
    Optional<Instant> pausedUntil() {
        return pausedUntil;
    }

    /** How many data requests wait for a slot. */
    int waiters() {
        return (int) waiters.stream().filter(waiter -> !waiter.slot().isDone()).count();
    }

    /** How many of them come before the first one for that chunk. */
    int waitersBefore(ActiveChunk chunk) {
        return (int) waiters.stream()
                .filter(waiter -> !waiter.slot().isDone())
                .takeWhile(waiter -> waiter.chunk() != chunk)
                .count();
    }

    /** Whether a data request for that chunk waits for a slot. */
    boolean isAwaited(ActiveChunk chunk) {
        return waiters.stream()
                .anyMatch(waiter -> waiter.chunk() == chunk && !waiter.slot().isDone());
    }

    /** Lets the job compete, at the priority it has now. */
    void offer() {
        slots.offer(this);
    }

    @Override
    public boolean wantsMore() {
        return !job.hasEnded() && (!waiters.isEmpty() || mayGrant());
    }

    private boolean mayGrant() {
        return isAttended()
                && pausedUntil.isEmpty()
                && job.marks().hasMoreToGrant()
                && job.marks().unfinishedCount() < work.mostUnfinished();
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
        if (job.hasEnded() || !mayGrant()) {
            return false;
        }
        grantNext(slot);
        return true;
    }

    private void grantNext(SlotPool.Slot slot) {
        int number = job.marks().nextToGrant();
        job.marks().grant(number);
        CompletionStage<ActiveChunk> grant = control.then(job.chunks().load(number), chunk -> {
            chunk.hold(slot);
            return job.granted(chunk).thenApply(nothing -> chunk);
        });
        CompletableFuture<Void> settled = new CompletableFuture<>();
        underWay.add(settled);
        grant.whenComplete((chunk, problem) -> control.run(() -> {
            underWay.remove(settled);
            failure = Optional.ofNullable(problem);
            if (problem == null) {
                work.granted(job, chunk);
            } else {
                job.marks().takeBack(number);
                slot.release();
            }
            settled.complete(null);
        }));
    }

    /** Whether the job's owner holds as many slots as it may. */
    boolean isHeldBack() {
        return slots.isHeldBack(this);
    }

    /** Why the last grant could not be made durable, if it could not. */
    Optional<Throwable> failure() {
        return failure;
    }

    /** Completes when every grant that is under way is durable, or has failed. */
    CompletionStage<Void> made() {
        CompletableFuture<?>[] all =
                underWay.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all);
    }

    /** The slot of a chunk at once: the one it holds, or a free one that nobody waits for. */
    Optional<SlotPool.Slot> tryTake(ActiveChunk chunk) {
        return chunk.slot().or(() -> slots.tryTake(this));
    }

    /** The slot of a chunk: the one it holds, a free one, or the next one that is this job's turn. */
    CompletionStage<SlotPool.Slot> slotFor(ActiveChunk chunk) {
        Optional<SlotPool.Slot> atOnce = tryTake(chunk);
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
                        "all slots of store " + job.store().id() + " are in use",
                        settings.silence(),
                        null)));
        slot.whenComplete((s, problem) -> callOff.run());
        offer();
        return slot;
    }

    /** Wants nothing any more: whoever waits is told why. */
    void end(ApiException reason) {
        slots.withdraw(id());
        waiters.forEach(w -> w.slot().completeExceptionally(reason));
        waiters.clear();
    }
}
