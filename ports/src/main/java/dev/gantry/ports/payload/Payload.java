package dev.gantry.ports.payload;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Leased bytes. Whoever holds a payload must close it, once it is used or when it is not wanted; handing it to a port
 * hands over that duty, whatever the outcome. Closing twice is harmless. A payload is read at most once.
 */
public abstract sealed class Payload implements AutoCloseable permits Buffers, FileSlice, Streamed {

    private static final AtomicLong OPEN = new AtomicLong();

    private final AtomicBoolean closed = new AtomicBoolean();

    private volatile Pace pace = Pace.UNLIMITED;

    Payload() {
        OPEN.incrementAndGet();
    }

    /** How many payloads of this process are not closed; zero when nothing moves. */
    public static long open() {
        return OPEN.get();
    }

    /** The number of bytes; {@link Streamed#UNKNOWN} only of a {@link Streamed} that does not know. */
    public abstract long length();

    /** How fast the bytes may move; unlimited unless somebody has said otherwise. */
    public final Pace pace() {
        return pace;
    }

    /** Says how fast the bytes may move, before any of them does. What moves bytes over a network keeps to it. */
    public final void pace(Pace newPace) {
        pace = newPace;
        paced(newPace);
    }

    /** Tells whatever the bytes come from. */
    void paced(Pace newPace) {}

    /** Applies the function that fits what the payload is made of. */
    public abstract <T> T fold(
            Function<? super Buffers, ? extends T> buffers,
            Function<? super FileSlice, ? extends T> slice,
            Function<? super Streamed, ? extends T> streamed);

    /** Gives back what was leased. Never throws; a second call does nothing. */
    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            OPEN.decrementAndGet();
            release();
        }
    }

    abstract void release();
}
