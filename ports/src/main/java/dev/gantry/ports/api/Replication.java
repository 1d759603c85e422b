package dev.gantry.ports.api;

import dev.gantry.domain.BlobId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** PUT jobs as another server planned them, with that server's ids (docs/spectra-s3.md, Replication). */
public interface Replication {

    /** The most blobs a plan has. A plan is looked at as a whole, so unlike other jobs it must fit into memory. */
    int MAX_BLOBS = 1_000_000;

    /**
     * Makes the PUT job that {@code chunks} plan: durable when the stage completes, or nothing is left of it. Its ids are
     * those of the plan, its chunks are numbered in their order from 0. An object that is there already with its id counts
     * as received; a job of which nothing else is left is COMPLETED.
     *
     * <p>Asked again with the same plan it is the same job, running or completed. Fails with NO_SUCH_BUCKET; INVALID,
     * naming the object, where an object's blobs do not cover it from 0 in one size but for the last, and for ids or names
     * that stand twice, no blob, too many, or a size the store cannot take; OBJECT_EXISTS where the bucket may not replace
     * an object of another id; CONFLICT where the job's id is another job's or an ended one's, a chunk's id is another
     * job's, an active PUT job has an object's id or name, or the object is there cut otherwise; FORBIDDEN where the job is
     * another user's.
     */
    CompletionStage<Job> replicate(ReplicaRequest request, List<PlannedChunk> chunks);

    /** The job that is wanted, besides its plan. */
    record ReplicaRequest(JobId job, BucketName bucket, String name, Priority priority, Ordering ordering) {

        public ReplicaRequest {
            Objects.requireNonNull(job, "job");
            Objects.requireNonNull(bucket, "bucket");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(priority, "priority");
            Objects.requireNonNull(ordering, "ordering");
        }
    }

    /** One chunk of a plan, with at least one blob. */
    record PlannedChunk(ChunkId id, List<PlannedBlob> blobs) {

        public PlannedChunk {
            Objects.requireNonNull(id, "id");
            blobs = List.copyOf(blobs);
            if (blobs.isEmpty()) {
                throw new InvalidValueException("chunk " + id + " has no blob");
            }
        }
    }

    /** One blob of a plan: {@code length} bytes from {@code offset} of the object. */
    record PlannedBlob(BlobId id, ObjectId object, ObjectName name, long offset, long length) {

        public PlannedBlob {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(object, "object");
            Objects.requireNonNull(name, "name");
            if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
                throw new InvalidValueException("no blob of " + name + " at " + offset + " has " + length + " bytes");
            }
        }
    }
}
