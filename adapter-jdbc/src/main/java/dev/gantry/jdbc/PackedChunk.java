package dev.gantry.jdbc;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.JobId;
import java.sql.SQLException;

/** A chunk as it is written: a queue of these holds no blobs, only their packed form and the hashes of their names. */
final class PackedChunk {

    private static final String CHUNK = "INSERT INTO chunk (job, number, id, granted, blobs, evidence, failed, bytes,"
            + " receipts, state) VALUES (?, ?, ?, 0, ?, 0, 0, 0, 0, NULL)";
    private static final String PLAN = "INSERT INTO plan (job, number, blobs) VALUES (?, ?, ?)";

    private final JobId job;
    private final int number;
    private final byte[] id;
    private final int blobs;
    private final byte[] plan;
    private final long[] names;

    PackedChunk(BucketName bucket, Chunk chunk) {
        job = chunk.job();
        number = chunk.number();
        id = Packer.uuidBytes(chunk.id().value());
        blobs = chunk.blobs().size();
        plan = PlanCodec.pack(chunk.blobs());
        names = names(bucket, chunk);
    }

    /** In their table's order. */
    private static long[] names(BucketName bucket, Chunk chunk) {
        NameHash hash = new NameHash(bucket);
        return chunk.blobs().stream()
                .map(Blob::name)
                .distinct()
                .mapToLong(hash::of)
                .sorted()
                .distinct()
                .toArray();
    }

    JobId job() {
        return job;
    }

    /** About what it takes in memory, in bytes. */
    long bytes() {
        return plan.length + (long) Long.BYTES * names.length;
    }

    /** Adds every row of the chunk, under the job's short number. */
    void insert(Session session, long seq) throws SQLException {
        session.update(CHUNK, seq, number, id, blobs);
        session.update(PLAN, seq, number, plan);
        NameRows.plan(session, seq, number, names);
    }
}
