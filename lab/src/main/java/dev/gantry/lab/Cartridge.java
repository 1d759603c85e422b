package dev.gantry.lab;

import dev.gantry.domain.Medium;

/** One cartridge: it is written from its beginning to its end, and never again. */
final class Cartridge {

    private final Medium medium;
    private final long capacity;
    private long used;
    private boolean ejected;
    private int mounts;

    Cartridge(Medium medium, long capacity, long used, int mounts) {
        this.medium = medium;
        this.capacity = capacity;
        this.used = used;
        this.mounts = mounts;
    }

    Medium medium() {
        return medium;
    }

    long capacity() {
        return capacity;
    }

    /** How many bytes were written to it, which is also where the next one goes. */
    long used() {
        return used;
    }

    long free() {
        return capacity - used;
    }

    /** Everything up to {@code end} is written or is about to be. */
    void useUpTo(long end) {
        used = Math.max(used, end);
    }

    boolean isEjected() {
        return ejected;
    }

    void eject(boolean out) {
        ejected = out;
    }

    int mounts() {
        return mounts;
    }

    void countMount() {
        mounts++;
    }
}
