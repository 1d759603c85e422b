package dev.gantry.durastore;

import dev.gantry.domain.StoreId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that read documents and digest what goes out. They end when nothing was to do for a while. */
final class RemoteThreads {

    private static final int THREADS = 16;

    /** How much may wait; what comes beyond is refused as Unavailable. */
    private static final int QUEUE = 100_000;

    private RemoteThreads() {}

    static ExecutorService start(StoreId id) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, "gantry-durastore-" + id + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
