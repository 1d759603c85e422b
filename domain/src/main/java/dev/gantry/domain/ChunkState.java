package dev.gantry.domain;

import java.util.BitSet;

/**
 * What has become of one chunk: whether it was ever granted, and of which blobs there is evidence or a lasting failure.
 * Immutable: each step gives a new value.
 */
public final class ChunkState {

    private final int blobs;
    private final boolean granted;
    private final BitSet evidence;
    private final BitSet failed;

    private ChunkState(int blobs, boolean granted, BitSet evidence, BitSet failed) {
        this.blobs = blobs;
        this.granted = granted;
        this.evidence = evidence;
        this.failed = failed;
    }

    /** A chunk of {@code blobs} blobs that nobody has worked on. */
    public static ChunkState waiting(int blobs) {
        return new ChunkState(blobs, false, new BitSet(blobs), new BitSet(blobs));
    }

    /** A state taken up again from where it was kept. The bit sets are copied. */
    public static ChunkState restored(int blobs, boolean granted, BitSet evidence, BitSet failed) {
        if (evidence.length() > blobs || failed.length() > blobs || evidence.intersects(failed)) {
            throw new InvalidValueException("evidence of blobs that a chunk of " + blobs + " does not have");
        }
        return new ChunkState(blobs, granted, (BitSet) evidence.clone(), (BitSet) failed.clone());
    }

    public ChunkState grant() {
        return granted ? this : new ChunkState(blobs, true, evidence, failed);
    }

    /** Notes evidence of blob {@code index}; once noted it stays, and a failure noted before is gone. */
    public ChunkState evidence(int index) {
        return new ChunkState(blobs, granted, with(evidence, index), without(failed, index));
    }

    /** Notes that blob {@code index} will never be done; evidence noted before wins. */
    public ChunkState fail(int index) {
        return evidence.get(index) ? this : new ChunkState(blobs, granted, evidence, with(failed, index));
    }

    /** Takes evidence back that turned out not to hold, as when a half-written object was lost by its store. */
    public ChunkState withdraw(int index) {
        return new ChunkState(blobs, granted, without(evidence, index), failed);
    }

    private BitSet with(BitSet bits, int index) {
        if (index < 0 || index >= blobs) {
            throw new IndexOutOfBoundsException("blob " + index + " of " + blobs);
        }
        BitSet copy = (BitSet) bits.clone();
        copy.set(index);
        return copy;
    }

    private static BitSet without(BitSet bits, int index) {
        BitSet copy = (BitSet) bits.clone();
        copy.clear(index);
        return copy;
    }

    /** Whether the chunk was ever granted; it stays so. */
    public boolean granted() {
        return granted;
    }

    public boolean hasEvidence(int index) {
        return evidence.get(index);
    }

    public boolean hasFailed(int index) {
        return failed.get(index);
    }

    /** Whether nothing is left to be done for blob {@code index}. */
    public boolean isSettled(int index) {
        return evidence.get(index) || failed.get(index);
    }

    /** Whether nothing is left to be done in the chunk. */
    public boolean isDone() {
        return evidence.cardinality() + failed.cardinality() == blobs;
    }

    /** How many blobs have evidence. */
    public int evidenceCount() {
        return evidence.cardinality();
    }

    /** How many blobs have failed for good. */
    public int failedCount() {
        return failed.cardinality();
    }

    public int blobs() {
        return blobs;
    }

    /** A copy of the evidence, one bit a blob. */
    public BitSet evidenceBits() {
        return (BitSet) evidence.clone();
    }

    /** A copy of the lasting failures, one bit a blob. */
    public BitSet failedBits() {
        return (BitSet) failed.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChunkState that
                && blobs == that.blobs
                && granted == that.granted
                && evidence.equals(that.evidence)
                && failed.equals(that.failed);
    }

    @Override
    public int hashCode() {
        return 31 * evidence.hashCode() + failed.hashCode() + (granted ? 1 : 0);
    }

    @Override
    public String toString() {
        return (granted ? "granted " : "waiting ") + evidence.cardinality() + "+" + failed.cardinality() + "/" + blobs;
    }
}
