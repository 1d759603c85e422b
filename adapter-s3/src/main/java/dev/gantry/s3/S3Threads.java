package dev.gantry.s3;

import dev.gantry.domain.StoreId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of a store that was given none: they read documents and files, look up names and keep notes. */
public final class S3Threads {

    private static final int THREADS = 16;

    /** How much may wait; what comes beyond is refused as Unavailable. */
    private static final int QUEUE = 100_000;

    private S3Threads() {}

    public static ExecutorService start(StoreId id) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), work -> {
                    Thread thread = new Thread(work, "gantry-s3-" + id);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
