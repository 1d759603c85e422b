package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Replication;
import dev.gantry.ports.api.Replication.PlannedBlob;
import dev.gantry.ports.api.Replication.PlannedChunk;
import dev.gantry.ports.api.Replication.ReplicaRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A PUT job of another server, in either of the forms that clients bring (docs/spectra-s3.md, Replication). */
final class ReplicaDocument {

    private final JobId job;
    private final Map<Long, PlannedChunk> chunks = new TreeMap<>();
    private Optional<String> name = Optional.empty();
    private Optional<Priority> priority = Optional.empty();
    private Optional<Ordering> ordering = Optional.empty();
    private int blobs;

    ReplicaDocument(JobId job) {
        this.job = job;
    }

    static ReplicaDocument read(LimitedInputStream body) {
        return body.first() == '{' ? ReplicaJson.read(body) : ReplicaXml.read(body);
    }

    /** What only one of the forms says. */
    void terms(Optional<String> said, Optional<Priority> asked, Optional<Ordering> ordered) {
        name = said;
        priority = asked.filter(Priority::requestable);
        ordering = ordered;
    }

    /** Adds a chunk; they are sorted by their numbers, wherever those begin. */
    void add(long number, ChunkId id, List<PlannedBlob> planned) {
        if (chunks.put(number, new PlannedChunk(id, planned)) != null) {
            throw new InvalidValueException("the payload has two chunks with number " + number);
        }
    }

    /** Counts one more blob, before it is kept. */
    void count() {
        if (++blobs > Replication.MAX_BLOBS) {
            throw new InvalidValueException("a job to replicate has at most " + Replication.MAX_BLOBS + " blobs");
        }
    }

    List<PlannedChunk> chunks() {
        return new ArrayList<>(chunks.values());
    }

    /** The request; what the query says counts before what the document does. */
    ReplicaRequest request(BucketName bucket, Optional<Priority> asked) {
        return new ReplicaRequest(
                job,
                bucket,
                name.orElse(Jobs.UNTITLED),
                asked.or(() -> priority).orElse(Priority.NORMAL),
                ordering.orElse(Ordering.IN_ORDER));
    }
}
