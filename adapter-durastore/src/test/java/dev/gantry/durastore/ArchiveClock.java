package dev.gantry.durastore;

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

/** The machine's threads on the clock of a fake account: time passes for both, when a test says so. */
final class ArchiveClock implements Environment {

    private record Timer(Instant due, Runnable action) {}

    private final SystemEnvironment machine = new SystemEnvironment();
    private final FakeSpaces account;
    private final List<Timer> timers = new ArrayList<>();

    ArchiveClock(FakeSpaces account) {
        this.account = account;
    }

    @Override
    public Instant now() {
        return account.time();
    }

    @Override
    public long nanos() {
        return Duration.between(Instant.EPOCH, account.time()).toNanos();
    }

    /** Lets time pass: what falls due runs at its own moment, once the engine rests: its requests take no time here. */
    void pass(Duration time, BooleanSupplier over) {
        Instant end = now().plus(time);
        awaitRest(over);
        for (Timer next = next(end); next != null; next = next(end)) {
            if (next.due().isAfter(now())) {
                account.pass(Duration.between(now(), next.due()));
            }
            CompletableFuture.runAsync(next.action(), control()).join();
            awaitRest(over);
        }
        account.pass(Duration.between(now(), end));
    }

    /** A round of staging ends by setting the timer of the next. */
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
