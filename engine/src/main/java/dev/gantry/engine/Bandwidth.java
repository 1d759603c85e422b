package dev.gantry.engine;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * So many bytes a second, handed out in the order of asking. Bytes are counted up from the beginning; whoever takes some
 * may move them once as many are allowed. What nobody takes for a while is lost, but for an eighth of a second's.
 * Thread-safe.
 */
final class Bandwidth {

    private static final double NANOS = 1e9;
    private static final int BURST_SHARE = 8;
    private static final long LEAST_PART = 4 << 10;
    private static final long LARGEST_PART = 256 << 10;

    private final LongSupplier nanos;
    private volatile long rate; // changed under this, which guards the rest; 0 is any
    private double allowed;
    private double taken;
    private long at;

    /** {@code nanos} is a clock that only goes forward. */
    Bandwidth(LongSupplier nanos) {
        this.nanos = nanos;
        this.at = nanos.getAsLong();
    }

    /** Changes how many bytes a second there are, for what was taken already too; any number if empty. */
    synchronized void set(OptionalLong bytesPerSecond) {
        refresh();
        rate = bytesPerSecond.orElse(0);
        allowed = Math.max(allowed, taken);
    }

    /** Takes bytes; answers up to which of all bytes that were ever taken while there was a limit. */
    double take(long bytes) {
        return rate == 0 ? 0 : takeLimited(bytes);
    }

    private synchronized double takeLimited(long bytes) {
        refresh();
        taken += bytes;
        return taken;
    }

    /** How long it is until all bytes up to that one may move, in nanoseconds; 0 or less if they may. */
    long nanosUntil(double byteNumber) {
        return rate == 0 ? 0 : nanosUntilLimited(byteNumber);
    }

    private synchronized long nanosUntilLimited(double byteNumber) {
        refresh();
        return rate == 0 ? 0 : (long) Math.ceil((byteNumber - allowed) / rate * NANOS);
    }

    /** How many bytes are to be taken at a time. */
    long part() {
        long now = rate;
        return now == 0 ? Long.MAX_VALUE : Math.max(LEAST_PART, Math.min(LARGEST_PART, now / BURST_SHARE));
    }

    private void refresh() {
        long now = nanos.getAsLong();
        allowed =
                rate == 0 ? taken : Math.min(allowed + (now - at) / NANOS * rate, taken + (double) rate / BURST_SHARE);
        at = now;
    }
}
