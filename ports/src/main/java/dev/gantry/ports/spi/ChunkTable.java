package dev.gantry.ports.spi;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.EntryId;
import dev.gantry.domain.JobId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The chunks of all jobs: the unit of persistence. Those of a job in creation are invisible until it is saved. */
public interface ChunkTable {

    /**
     * Adds chunks to a job that is in creation, and the names in them to the {@link NameTable}. Completes with NotFound
     * if no such job is in creation.
     */
    CompletionStage<Void> append(BucketName bucket, List<Chunk> chunks);

    /** Up to {@code max} chunks of a job from number {@code from} on, in order; fewer only at the end. */
    CompletionStage<List<StoredChunk>> page(JobId job, int from, int max);

    /** The chunk of that id, if there is one. */
    CompletionStage<Optional<StoredChunk>> find(ChunkId chunk);

    /** The chunk that has the entry, if there is one. */
    CompletionStage<Optional<StoredChunk>> holding(EntryId entry);

    /** Writes what has become of a chunk, in place of what was written before. Completes with NotFound if it is gone. */
    CompletionStage<Void> record(ChunkUpdate update);

    /** Every chunk of a job in short, in order, without its blobs. */
    CompletionStage<List<ChunkSummary>> summaries(JobId job);
}
