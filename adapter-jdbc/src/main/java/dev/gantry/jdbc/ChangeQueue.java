package dev.gantry.jdbc;

import dev.gantry.ports.spi.ProviderException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The writes that wait for the writer thread, bounded by their bytes. Nobody but the writer ever waits here. */
final class ChangeQueue {

    private final long capacity;
    private final long batch;
    private final Failures failures;
    private final ArrayDeque<Change> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean open;

    /**
     * @param capacity how many bytes may wait
     * @param batch how many bytes are handed out at once, or one change that is larger
     */
    ChangeQueue(long capacity, long batch, Failures failures) {
        this.capacity = capacity;
        this.batch = batch;
        this.failures = failures;
    }

    synchronized void open() {
        open = true;
    }

    /** Takes nothing any more; what waits is still handed out. */
    synchronized void close() {
        open = false;
        notifyAll();
    }

    synchronized CompletionStage<Void> add(Change change) {
        if (!open) {
            return CompletableFuture.failedStage(failures.unavailable("is not open", null));
        }
        if (bytes + change.bytes() > capacity && !waiting.isEmpty()) {
            return CompletableFuture.failedStage(new ProviderException.Throttled(
                    "the job store has " + bytes + " bytes waiting to be written; wait for earlier answers",
                    Duration.ZERO));
        }
        waiting.add(change);
        bytes += change.bytes();
        notifyAll();
        return change.answer();
    }

    /** Waits until there is something; empty once the queue is closed and nothing is left. */
    synchronized List<Change> take() throws InterruptedException {
        while (waiting.isEmpty() && open) {
            wait();
        }
        List<Change> taken = new ArrayList<>();
        long size = 0;
        while (!waiting.isEmpty() && (size == 0 || size + waiting.peek().bytes() <= batch)) {
            size += waiting.peek().bytes();
            taken.add(waiting.remove());
        }
        bytes -= size;
        return taken;
    }
}
