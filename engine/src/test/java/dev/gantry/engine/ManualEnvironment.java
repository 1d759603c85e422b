package dev.gantry.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The machine's threads under a clock that only a test moves. */
final class ManualEnvironment implements Environment {

    private record Timer(long due, Runnable action) {}

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final SystemEnvironment machine = new SystemEnvironment();
    private final List<Timer> timers = new ArrayList<>();
    private long nanos;

    /** That of a process started at this moment. */
    ManualEnvironment afterRestart() {
        ManualEnvironment next = new ManualEnvironment();
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
        return machine.newId();
    }

    @Override
    public double chance() {
        return machine.chance();
    }

    @Override
    public Executor control() {
        return machine.control();
    }

    @Override
    public Executor blocking() {
        return machine.blocking();
    }

    @Override
    public void close() {
        machine.close();
    }
}
