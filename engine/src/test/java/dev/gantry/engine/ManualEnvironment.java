package dev.gantry.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * The machine's threads under a clock that only a test moves. One that settles lets each timer's work come to rest before
 * time goes on, and draws its ids from a seed, so that the same calls have the same effects each time.
 */
final class ManualEnvironment implements Environment {

    private record Timer(long due, Runnable action) {}

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final SystemEnvironment machine = new SystemEnvironment();
    private final List<Timer> timers = new ArrayList<>();
    private final OpenTasks open = new OpenTasks();
    private final Executor control = open.of(machine.control());
    private final Executor blocking = open.of(machine.blocking());
    private final Optional<Random> ids;
    private long nanos;

    ManualEnvironment() {
        this(Optional.empty());
    }

    private ManualEnvironment(Optional<Random> ids) {
        this.ids = ids;
    }

    static ManualEnvironment settling() {
        return new ManualEnvironment(Optional.of(new Random(1)));
    }

    /** Waits until no thread has anything left to do. */
    void settle() {
        open.await();
    }

    private void rest() {
        if (ids.isPresent()) {
            settle();
        }
    }

    /** A thread that {@link #settle} waits for too. */
    ExecutorService thread() {
        return open.thread();
    }

    /** That of a process started at this moment. */
    ManualEnvironment afterRestart() {
        ManualEnvironment next = new ManualEnvironment(ids);
        next.nanos = nanos();
        return next;
    }

    @Override
    public synchronized Instant now() {
        return BEGIN.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    /** Lets time pass: whatever falls due runs at its own moment, in order. */
    void pass(Duration time) {
        long end = nanos() + time.toNanos();
        rest();
        while (runNext(end)) {}
        synchronized (this) {
            nanos = end;
        }
    }

    private boolean runNext(long end) {
        Timer next;
        synchronized (this) {
            next = timers.stream()
                    .min(Comparator.comparingLong(Timer::due))
                    .filter(timer -> timer.due() <= end)
                    .orElse(null);
            if (next == null) {
                return false;
            }
            timers.remove(next);
            nanos = Math.max(nanos, next.due());
        }
        CompletableFuture.runAsync(next.action(), control()).join();
        rest();
        return true;
    }

    @Override
    public synchronized Runnable after(Duration delay, Runnable action) {
        Timer timer = new Timer(nanos + delay.toNanos(), action);
        timers.add(timer);
        return () -> callOff(timer);
    }

    private synchronized void callOff(Timer timer) {
        timers.remove(timer);
    }

    @Override
    public UUID newId() {
        return ids.map(random -> new UUID(random.nextLong(), random.nextLong())).orElseGet(machine::newId);
    }

    @Override
    public double chance() {
        return machine.chance();
    }

    @Override
    public Executor control() {
        return control;
    }

    @Override
    public Executor blocking() {
        return blocking;
    }

    @Override
    public void close() {
        machine.close();
    }
}
