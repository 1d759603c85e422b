package dev.gantry.domain;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An ordered group of blobs of one job: the unit of scheduling, of readiness and of persistence. Immutable; what has
 * become of its blobs is {@link ChunkState}.
 *
 * @param number the chunk's place in its job, from 0
 */
public record Chunk(ChunkId id, JobId job, int number, List<Blob> blobs) {

    /** The most blobs of a chunk that {@link ChunkPlan} makes; other servers' chunks may have more. */
    public static final int MAX_BLOBS = 1000;

    /** The most bytes of such a chunk, unless it has one blob only. */
    public static final long MAX_BYTES = 1L << 30;

    public Chunk {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(job, "job");
        blobs = List.copyOf(blobs);
        if (number < 0 || blobs.isEmpty()) {
            throw new InvalidValueException("no chunk: number " + number + " with " + blobs.size() + " blobs");
        }
    }

    /** A chunk whose id is made from its job and number alone. */
    public static Chunk of(JobId job, int number, List<Blob> blobs) {
        UUID id = UUID.nameUUIDFromBytes((job + "#" + number).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return new Chunk(new ChunkId(id), job, number, blobs);
    }

    /** The sum of the blobs' lengths, in bytes. */
    public long bytes() {
        return blobs.stream().mapToLong(Blob::length).sum();
    }

    /** Where the blob of {@code name} at {@code offset} stands in {@link #blobs}, if it is here. */
    public Optional<Integer> find(ObjectName name, long offset) {
        for (int i = 0; i < blobs.size(); i++) {
            if (blobs.get(i).offset() == offset && blobs.get(i).name().equals(name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
