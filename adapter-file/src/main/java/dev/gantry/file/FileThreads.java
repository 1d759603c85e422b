package dev.gantry.file;

import dev.gantry.domain.StoreId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a store that was given none. */
final class FileThreads {

    /** Enough to keep a disk's queue filled; more wait on each other. */
    private static final int THREADS = 16;

    /** How much may wait; what comes beyond is refused as Unavailable. */
    private static final int QUEUE = 100_000;

    private FileThreads() {}

    static ExecutorService start(StoreId id) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), named("gantry-file-" + id));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
