package dev.gantry.engine;

import dev.gantry.domain.Availability;
import dev.gantry.domain.Extent;
import java.time.Instant;
import java.util.Optional;

/** A chunk that has to be online before it is worked on, as far as that is. Belongs to the control thread. */
final class StagedChunk {

    private final int number;
    private final long bytes;
    private final int blobs;
    private ChunkResidency residency;
    private boolean held;
    private int requests;
    private boolean unpaid;

    StagedChunk(int number, int blobs, long bytes, ChunkResidency residency) {
        this.number = number;
        this.blobs = blobs;
        this.bytes = bytes;
        this.residency = residency;
    }

    int number() {
        return number;
    }

    long bytes() {
        return bytes;
    }

    int blobs() {
        return blobs;
    }

    void seen(ChunkResidency now) {
        residency = now;
        requests = now.isOnline() ? 0 : requests;
    }

    /** Whether all of it can be read now. */
    boolean isOnline() {
        return residency.isOnline();
    }

    /** Whether it can be worked on: it is online, and stays so as long as it is renewed. */
    boolean isReady() {
        return residency.isOnline() && (held || until().isEmpty());
    }

    /** Whether the store has to be asked, for the bytes or that it keeps them. */
    boolean needsRequest() {
        return !residency.nearline().isEmpty() || (residency.isOnline() && !isReady());
    }

    /** Whether nothing is left but to wait. */
    boolean isUnderWay() {
        return !isReady() && !needsRequest();
    }

    /** Whether it waits for somebody to load its medium, and takes up no room meanwhile. */
    boolean isAway() {
        return isUnderWay() && !residency.takesRoom();
    }

    /** What it waits for, if it does. */
    Optional<Availability> obstacle() {
        return residency.obstacle();
    }

    Optional<Extent> first() {
        return residency.first();
    }

    Optional<Instant> until() {
        return residency.until();
    }

    Optional<Instant> readyAbout() {
        return residency.readyAbout();
    }

    /** Whether it counts against what may be online for jobs. */
    boolean isHeld() {
        return held;
    }

    void hold(boolean now) {
        held = now;
    }

    /** The store took it, or part of it, or put it off, which does not count as a request that brought nothing. */
    void asked(boolean later, boolean forWantOfMoney) {
        requests -= later ? 1 : 0;
        unpaid = forWantOfMoney;
    }

    /** Whether it was not asked for, or not all of it, for want of money. */
    boolean isUnpaid() {
        return unpaid && needsRequest();
    }

    /** How often it was asked for since it was last online, this time included. */
    int request() {
        return ++requests;
    }
}
