package dev.gantry.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Counts what threads have still to do, so that a test can go on when nothing moves any more. Thread-safe. */
final class OpenTasks {

    private int open;

    /** That executor, counted. */
    Executor of(Executor executor) {
        return task -> {
            begin();
            try {
                executor.execute(() -> run(task));
            } catch (RejectedExecutionException e) {
                end();
                throw e;
            }
        };
    }

    /** A thread of its own, counted. */
    ExecutorService thread() {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            @Override
            public void execute(Runnable task) {
                of(super::execute).execute(task);
            }
        };
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        open++;
    }

    private synchronized void end() {
        open--;
        notifyAll();
    }

    /** Waits until nothing is left to do. */
    synchronized void await() {
        while (open > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new AssertionError(open + " tasks were left", e);
            }
        }
    }
}
