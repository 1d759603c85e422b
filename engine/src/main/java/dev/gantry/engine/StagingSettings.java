package dev.gantry.engine;

/**
 * How much a node has brought online at a time, for each store.
 *
 * @param objects at most so many blobs are being staged or kept online for jobs
 * @param bytes at most so many bytes are, and at most half of what the store has room for
 * @param mediaOrder whether what lies on one medium goes together, in the order in which it lies there
 */
public record StagingSettings(int objects, long bytes, boolean mediaOrder) {

    public StagingSettings {
        if (objects < 1 || bytes < 1) {
            throw new IllegalArgumentException("objects and bytes that may be staged begin at 1");
        }
    }

    /** 20,000 blobs, 1 TiB, in order of media. */
    public static StagingSettings defaults() {
        return new StagingSettings(20_000, 1L << 40, true);
    }
}
