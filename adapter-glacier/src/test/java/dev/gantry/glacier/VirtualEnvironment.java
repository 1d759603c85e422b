package dev.gantry.glacier;

import dev.gantry.engine.Environment;
import dev.gantry.engine.SystemEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** The machine's threads on the clock of an archive: time passes for both, or for none. */
final class VirtualEnvironment implements Environment {

    private record Timer(Instant due, Runnable action) {}

    private final SystemEnvironment machine = new SystemEnvironment();
    private final TestArchive archive;
    private final List<Timer> timers = new ArrayList<>();

    VirtualEnvironment(TestArchive archive) {
        this.archive = archive;
    }

    @Override
    public Instant now() {
        return archive.instant();
    }

    @Override
    public long nanos() {
        return Duration.between(Instant.EPOCH, archive.instant()).toNanos();
    }

    /**
     * Lets time pass: whatever falls due runs at its own moment, in order. No moment passes while requests for staging are
     * under way: they take no time on this clock.
     */
    void pass(Duration time, BooleanSupplier over) {
        Instant end = now().plus(time);
        awaitRest(over);
        for (Timer next = next(end); next != null; next = next(end)) {
            if (next.due().isAfter(now())) {
                archive.pass(Duration.between(now(), next.due()));
            }
            CompletableFuture.runAsync(next.action(), control()).join();
            awaitRest(over);
        }
        archive.pass(Duration.between(now(), end));
    }

    /** The engine's staging has set its next timer, which it does at the end of each round. */
    private void awaitRest(BooleanSupplier over) {
        Awaitility.await("the end of a round")
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> rests() || over.getAsBoolean());
    }

    private synchronized boolean rests() {
        return timers.stream()
                .anyMatch(timer -> timer.action().getClass().getName().contains("StagingDesk"));
    }

    private synchronized Timer next(Instant end) {
        Timer next = timers.stream()
                .min(Comparator.comparing(Timer::due))
                .filter(timer -> !timer.due().isAfter(end))
                .orElse(null);
        timers.remove(next);
        return next;
    }

    @Override
    public synchronized Runnable after(Duration delay, Runnable action) {
        Timer timer = new Timer(now().plus(delay), action);
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
