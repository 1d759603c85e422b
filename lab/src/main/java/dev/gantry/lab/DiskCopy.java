package dev.gantry.lab;

import dev.gantry.domain.ByteRange;
import java.time.Instant;

/** Bytes of one object in the cache. */
final class DiskCopy {

    private final ByteRange range;
    private Instant until;
    private boolean released;
    private boolean onTape;

    DiskCopy(ByteRange range, Instant until, boolean released, boolean onTape) {
        this.range = range;
        this.until = until;
        this.released = released;
        this.onTape = onTape;
    }

    ByteRange range() {
        return range;
    }

    Instant until() {
        return until;
    }

    /** Kept for somebody at least until then. */
    void renew(Instant longer) {
        until = longer.isAfter(until) ? longer : until;
        released = false;
    }

    boolean isReleased() {
        return released;
    }

    /** Nobody waits for it: it goes when room is needed. */
    void release() {
        released = true;
    }

    /** Whether the bytes are on tape too; those that are not cannot go. */
    boolean isOnTape() {
        return onTape;
    }

    void written() {
        onTape = true;
    }

    boolean isOver(Instant now) {
        return onTape && !now.isBefore(until);
    }
}
