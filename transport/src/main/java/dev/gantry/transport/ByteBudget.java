package dev.gantry.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * The bytes that may lie in buffers at one time, shared by all connections of the servers and clients that are given the
 * same budget (docs/transport.md, Bytes in flight). Whoever wants a buffer waits for room, first come, first served; no
 * thread does. Thread-safe.
 */
public final class ByteBudget {

    /** What most servers need, in bytes. */
    public static final long DEFAULT = 64L << 20;

    private record Waiting(long bytes, Executor executor, Runnable granted) {}

    private final long limit;
    private final Queue<Waiting> waiting = new ArrayDeque<>(); // guarded by this, as is used
    private long used;

    /** {@code limit} in bytes, above 0; a buffer larger than that is granted when it is the only one. */
    public ByteBudget(long limit) {
        Limits.positive("limit", limit);
        this.limit = limit;
    }

    /** How many bytes are granted now. */
    public synchronized long used() {
        return used;
    }

    /** Whether somebody waits for room. */
    synchronized boolean isShort() {
        return !waiting.isEmpty();
    }

    /** Runs {@code granted} as soon as {@code bytes} are granted: at once, or later on {@code executor}. */
    void acquire(long bytes, Executor executor, Runnable granted) {
        synchronized (this) {
            if (!waiting.isEmpty() || !fits(bytes)) {
                waiting.add(new Waiting(bytes, executor, granted));
                return;
            }
            used += bytes;
        }
        granted.run();
    }

    /** Gives granted bytes back. A negative number takes more, as when a buffer turned out larger than was asked. */
    void release(long bytes) {
        Queue<Waiting> woken = new ArrayDeque<>(0);
        synchronized (this) {
            used -= bytes;
            while (!waiting.isEmpty() && fits(waiting.peek().bytes())) {
                used += waiting.peek().bytes();
                woken.add(waiting.remove());
            }
        }
        woken.forEach(next -> next.executor().execute(next.granted()));
    }

    private boolean fits(long bytes) {
        return used == 0 || used + bytes <= limit;
    }
}
