package dev.gantry.ports.spi;

/**
 * A chunk in short. {@code evidence} and {@code failed} count blobs; {@code bytes} is the sum of the lengths of those
 * with evidence; {@code receipts} says whether any {@link KeptReceipt} is kept.
 */
public record ChunkSummary(
        int number, boolean granted, int blobs, int evidence, int failed, long bytes, boolean receipts) {

    /** Whether nothing is left to be done in the chunk. */
    public boolean isDone() {
        return evidence + failed == blobs;
    }
}
