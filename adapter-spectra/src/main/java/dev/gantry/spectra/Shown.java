package dev.gantry.spectra;

import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.ports.api.Chunks;

/**
 * Which blobs of a job an answer shows, and whether it calls them in cache (docs/spectra-s3.md, In cache). Of a GET job
 * every answer says the same, or clients lose ranges.
 */
enum Shown {
    /** The answer to a creation: everything is still to be done. */
    CREATED,
    /** The job as it stands. */
    ALL,
    /** The answer to a sign of life: of a GET job only what is still to be read, since clients wait for all of it. */
    RESUMED;

    /** A blob that failed for good has left the job, and of a truncated job all that had not come. */
    boolean shows(Job job, ChunkState state, int blob) {
        boolean leftOut = this == RESUMED && job.kind() != JobKind.PUT && state.isSettled(blob);
        boolean cutOff = job.isTruncated() && !state.hasEvidence(blob);
        return !leftOut && !cutOff && !state.hasFailed(blob);
    }

    /** What is read says for good whether it could be read at once when the job was made. */
    boolean inCache(Job job, Chunks.Listing listing, int blob) {
        return job.kind() == JobKind.PUT
                ? this != CREATED && listing.state().hasEvidence(blob)
                : !listing.chunk().blobs().get(blob).nearline();
    }
}
