package dev.gantry.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The machine's own clock, ids, chance and threads: the one place of the engine that reads them. */
public final class SystemEnvironment implements Environment {

    private static final int BLOCKING_THREADS = 8;

    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, named("gantry-control"));
    private final SerialExecutor control = new SerialExecutor(timers);
    private final ThreadPoolExecutor blocking = new ThreadPoolExecutor(
            BLOCKING_THREADS,
            BLOCKING_THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("gantry-work"));

    public SystemEnvironment() {
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        blocking.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public UUID newId() {
        return UUID.randomUUID();
    }

    @Override
    public double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public Executor control() {
        return control;
    }

    @Override
    public ExecutorService blocking() {
        return blocking;
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        AtomicBoolean calledOff = new AtomicBoolean();
        ScheduledFuture<?> timer = timers.schedule(
                () -> inTurn(() -> {
                    if (!calledOff.get()) {
                        action.run();
                    }
                }),
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
        return () -> {
            calledOff.set(true);
            timer.cancel(false);
        };
    }

    /** After the engine's end nobody is left to whom a timer matters. */
    private void inTurn(Runnable action) {
        try {
            control.execute(action);
        } catch (RejectedExecutionException e) {
            timers.getQueue().clear();
        }
    }

    @Override
    public void close() {
        control.close();
        timers.shutdown();
        blocking.shutdown();
    }
}
