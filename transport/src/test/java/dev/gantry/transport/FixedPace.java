package dev.gantry.transport;

import dev.gantry.ports.payload.Pace;

/** So many bytes a second from the first taking on, in parts of 64 KiB. */
final class FixedPace implements Pace {

    private final long rate;
    private long begin;
    private long taken;

    FixedPace(long rate) {
        this.rate = rate;
    }

    @Override
    public synchronized Turn take(long bytes) {
        begin = taken == 0 ? System.nanoTime() : begin;
        taken += bytes;
        long due = begin + (long) (taken * 1e9 / rate);
        return () -> due - System.nanoTime();
    }

    @Override
    public long part() {
        return 64 << 10;
    }

    synchronized long taken() {
        return taken;
    }
}
