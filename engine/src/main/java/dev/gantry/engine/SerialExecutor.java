package dev.gantry.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks one after the other, in order. A task that comes while nothing runs is run by whoever brings it, at once: a
 * request that needs three short turns then wakes no thread for them. Whoever brings one is held up by a few tasks at
 * most, then a thread of the executor behind goes on. Thread-safe.
 *
 * <p>What a task throws goes to its thread's handler of uncaught exceptions, and the next task is run.
 */
final class SerialExecutor implements Executor {

    /** How many tasks somebody runs who brought one. */
    private static final int TURNS = 8;

    private final Executor behind;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;
    private boolean closed;

    SerialExecutor(Executor behind) {
        this.behind = behind;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (closed) {
                throw new RejectedExecutionException("the engine is closed");
            }
            if (running) {
                waiting.add(task);
                return;
            }
            running = true;
        }
        work(task, TURNS);
    }

    private void work(Runnable first, int turns) {
        Runnable task = first;
        for (int i = 1; task != null; i++) {
            run(task);
            task = i < turns ? next() : handOver();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    private synchronized Runnable next() {
        Runnable task = waiting.poll();
        running = task != null;
        return task;
    }

    /** Lets a thread of the executor behind go on; who is refused there goes on itself, since it is the last. */
    private Runnable handOver() {
        Runnable task = next();
        if (task == null) {
            return null;
        }
        try {
            behind.execute(() -> work(task, Integer.MAX_VALUE));
            return null;
        } catch (RejectedExecutionException e) {
            return task;
        }
    }

    /** Takes no task any more; those that wait are run. A second call does nothing. */
    synchronized void close() {
        closed = true;
    }
}
