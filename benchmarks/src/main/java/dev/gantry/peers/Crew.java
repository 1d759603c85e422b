package dev.gantry.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several connections that share out a list of requests, each taking the next when it is done with one. */
final class Crew {

    /** What one connection does with one item. */
    @FunctionalInterface
    interface Work<T> {
        void run(RawHttp connection, T item) throws Exception;
    }

    /** Makes a connection. */
    @FunctionalInterface
    interface Opening {
        RawHttp open() throws IOException;
    }

    private Crew() {}

    /** Runs all items over {@code connections} connections to {@code port}; fails with the first failure. */
    static <T> void run(int port, int connections, List<T> items, Work<T> work) throws Exception {
        run(() -> new RawHttp(port), connections, items, work);
    }

    /** The same over connections that {@code opening} makes. */
    static <T> void run(Opening opening, int connections, List<T> items, Work<T> work) throws Exception {
        Queue<T> left = new ConcurrentLinkedQueue<>(items);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<?>> members = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                members.add(threads.submit(() -> {
                    try (RawHttp connection = opening.open()) {
                        for (T item = left.poll(); item != null; item = left.poll()) {
                            work.run(connection, item);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> member : members) {
                member.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
