package dev.gantry.ports.api;

import dev.gantry.domain.BlobId;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.EntryId;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import java.util.concurrent.CompletionStage;

/** The blobs of jobs as records, one by one (docs/spectra-s3.md, Chunks). */
public interface JobEntries {

    /**
     * One page of a job's blobs in the order of its chunks. NO_SUCH_JOB, FORBIDDEN; INVALID if the page is to begin behind
     * an entry that is none of the job's.
     */
    CompletionStage<Page<Entry>> list(JobId job, PageRequest page);

    /** The entry of that id; NO_SUCH_CHUNK if there is none, FORBIDDEN if its job is another user's. */
    CompletionStage<Entry> find(EntryId entry);

    /** How far a blob is. */
    enum State {
        /** Its chunk was never granted, or the blob failed for good. */
        PENDING,
        /** Its chunk was granted. */
        IN_PROGRESS,
        /** There is evidence of it. */
        COMPLETED
    }

    /** One blob of one job. */
    record Entry(EntryId id, JobId job, ChunkId chunk, int chunkNumber, BlobId blob, State state) {}
}
