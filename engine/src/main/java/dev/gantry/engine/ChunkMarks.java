package dev.gantry.engine;

import dev.gantry.ports.spi.ChunkSummary;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Which chunks of a running job were granted, listed and done, and which may not be granted yet: four bits a chunk. */
final class ChunkMarks {

    private int chunks;
    private final BitSet granted = new BitSet();
    private final BitSet done = new BitSet();
    private final BitSet listed = new BitSet();
    private final BitSet held = new BitSet();
    private final boolean inOrder;
    private boolean holdsNew;

    /** {@code inOrder}: whether a chunk that may not be granted yet holds up those behind it. */
    ChunkMarks(int chunks, boolean inOrder) {
        this.chunks = chunks;
        this.inOrder = inOrder;
    }

    /** So many chunks more. */
    void grow(int more) {
        held.set(chunks, chunks + more, holdsNew);
        chunks += more;
    }

    /** Takes up what an earlier process left; what it had granted it may have listed. */
    void restore(List<ChunkSummary> summaries) {
        for (ChunkSummary chunk : summaries) {
            granted.set(chunk.number(), chunk.granted());
            listed.set(chunk.number(), chunk.granted());
            done.set(chunk.number(), chunk.isDone());
        }
    }

    /** The first chunk that may be granted and never was; as many as there are chunks if there is none. */
    int nextToGrant() {
        int next = granted.nextClearBit(0);
        while (held.get(next)) {
            next = inOrder ? chunks : granted.nextClearBit(held.nextClearBit(next));
        }
        return next;
    }

    /** Whether a chunk may be granted. */
    void hold(int chunk, boolean now) {
        held.set(chunk, now);
    }

    /** No chunk may be granted before it is said to, those that will join included. */
    void holdAll() {
        holdsNew = true;
        held.set(0, chunks);
    }

    boolean isHeld(int chunk) {
        return held.get(chunk);
    }

    /** Whether somebody could work on the chunk, were it not held. */
    boolean mayBeWorkedOn(int chunk) {
        return granted.get(chunk) ? !done.get(chunk) : mayBeNext(chunk);
    }

    /** Whether the chunk could be the next that is granted, were it not held. */
    boolean mayBeNext(int chunk) {
        return !granted.get(chunk) && (!inOrder || chunk == granted.nextClearBit(0));
    }

    /** Whether every chunk was granted. */
    boolean areAllGranted() {
        return granted.nextClearBit(0) >= chunks;
    }

    /** How many chunks before that one are not done. */
    int undoneBefore(int chunk) {
        return chunk - done.get(0, chunk).cardinality();
    }

    /** How many chunks before that one may be granted and never were. */
    int toGrantBefore(int chunk) {
        BitSet before = new BitSet(chunk);
        before.set(0, chunk);
        before.andNot(granted);
        before.andNot(held);
        return before.cardinality();
    }

    boolean hasMoreToGrant() {
        return nextToGrant() < chunks;
    }

    void grant(int chunk) {
        granted.set(chunk);
    }

    void takeBack(int chunk) {
        granted.clear(chunk);
    }

    boolean isGranted(int chunk) {
        return granted.get(chunk);
    }

    /** How many chunks are granted and not done. */
    int unfinishedCount() {
        return granted.cardinality() - done.cardinality();
    }

    /** The first chunk from that one on that is not done; as many as there are chunks if there is none. */
    int nextUndone(int from) {
        return Math.min(done.nextClearBit(from), chunks);
    }

    boolean isWithin(int chunk) {
        return chunk < chunks;
    }

    /** The granted chunks that are not done, in order. */
    IntStream unfinished() {
        BitSet open = (BitSet) granted.clone();
        open.andNot(done);
        return open.stream();
    }

    void finish(int chunk) {
        done.set(chunk);
    }

    boolean isDone() {
        return done.cardinality() >= chunks;
    }

    boolean isDone(int chunk) {
        return done.get(chunk);
    }

    void list(int chunk) {
        listed.set(chunk);
    }

    boolean wasListed(int chunk) {
        return listed.get(chunk);
    }

    /** Whether a chunk with work in it was never listed to the client that the job has now. */
    boolean hasUnlisted() {
        BitSet known = (BitSet) listed.clone();
        known.or(done);
        return known.nextClearBit(0) < chunks;
    }

    /** The client may have forgotten what it was told. */
    void forgetListings() {
        listed.clear();
    }
}
