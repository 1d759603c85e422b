package dev.gantry.ports.api;

import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The chunks of jobs: which may be worked on, and what they hold. */
public interface Chunks {

    /** The most chunks one answer of {@link #ready} lists. */
    int MAX_READY = 64;

    /**
     * The chunks of a running job that its client may work on now; grants are made inside the call, and durable before
     * the answer. Of a completed job, all its chunks: who polls then learns that all is in, or reads what it misses. GONE
     * if the job was canceled, or completed with more than {@link #MAX_READY} chunks.
     *
     * <p>The list never leads a client that stops when nothing listed is new to it into stopping early: of a GET job,
     * chunks listed before are listed again only together with one never listed, or when none of those is left.
     *
     * @param max at most so many chunks, 1 to {@link #MAX_READY}
     */
    CompletionStage<Ready> ready(JobId job, int max);

    /** Grants one chunk, in order; UNAVAILABLE with a time to wait while it cannot be granted. */
    CompletionStage<Listing> allocate(ChunkId chunk);

    /** The chunk as it is. */
    CompletionStage<Listing> find(ChunkId chunk);

    /** Up to {@code max} chunks of a job, running or ended, from number {@code from} on; fewer only at the end. */
    CompletionStage<List<Listing>> page(JobId job, int from, int max);

    /**
     * An answer of {@link #ready}.
     *
     * @param retryAfter zero when chunks are listed, else when it is worth asking again
     * @param waiting why nothing is listed, for a person, where there is more to say than that others are at work
     */
    record Ready(Job job, List<Listing> chunks, Duration retryAfter, Optional<String> waiting) {}

    /** One chunk, what has become of it, and why blobs failed for good, by their place. */
    record Listing(Chunk chunk, ChunkState state, Map<Integer, String> reasons) {

        /** Why the blob at that place failed, if it did. */
        public Optional<String> reason(int blob) {
            return Optional.ofNullable(reasons.get(blob));
        }
    }
}
