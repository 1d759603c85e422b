package dev.gantry.engine;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a transfer came to.
 *
 * @param start how it began
 * @param job the job as it ended; empty where none was needed
 * @param objects how many objects there were, failed ones included
 * @param verified how many of them are where they should be with agreeing checksums
 * @param bytes the length of the verified objects
 * @param bytesMoved how many bytes this run moved
 */
public record TransferSummary(
        JobKind kind,
        BucketName bucket,
        Start start,
        Optional<Job> job,
        long objects,
        long verified,
        List<TransferOutcome> failed,
        List<TransferOutcome> skipped,
        long bytes,
        long bytesMoved,
        Duration duration) {

    /** How a transfer began. */
    public enum Start {
        NEW,
        /** It went on where an earlier run had stood. */
        RESUMED,
        /** An earlier run's job no longer fitted; it was canceled and made anew. */
        RESTARTED
    }

    public TransferSummary {
        failed = List.copyOf(failed);
        skipped = List.copyOf(skipped);
    }

    /** Whether every object is verified. */
    public boolean isComplete() {
        return failed.isEmpty() && verified == objects;
    }
}
