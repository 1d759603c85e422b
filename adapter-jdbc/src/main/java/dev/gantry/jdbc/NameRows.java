package dev.gantry.jdbc;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.JobId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.NameTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The table of names: for the hash of a bucket and a name, the chunks that may hold it. */
final class NameRows implements NameTable {

    /** The join's order is given: there are few rows of a hash, and maybe many jobs. */
    private static final String HOLDING =
            "SELECT n.hash, j.id, n.number FROM name n CROSS JOIN job j WHERE n.hash IN (%s) AND j.seq = n.job"
                    + " AND j.creating = 0 AND j.status = 'IN_PROGRESS' ORDER BY n.hash, n.job, n.number";

    /** All of a chunk by one statement; by one each they took half of a creation (benchmarks/RESULTS.md). */
    private static final String PLAN =
            "INSERT INTO planned_name (job, number, hash) SELECT ?, ?, value FROM json_each(?)";

    private static final String PUBLISH = "INSERT INTO name (hash, job, number)"
            + " SELECT hash, job, number FROM planned_name WHERE job = ? AND number >= ? ORDER BY hash";
    private static final String COUNT = "SELECT COUNT(*) FROM planned_name WHERE job = ?";
    private static final String DROP_FEW = "DELETE FROM name WHERE (hash, job, number) IN"
            + " (SELECT hash, job, number FROM planned_name WHERE job = ? ORDER BY hash)";
    private static final String DROP_MANY = "DELETE FROM name WHERE job = ?";

    /** From so many names on, passing over the whole table is quicker than looking for each. */
    private static final long MANY = 20_000;

    private final ReadPool reads;

    NameRows(ReadPool reads) {
        this.reads = reads;
    }

    /** Notes the names of a chunk of a job in creation, which nobody can find yet. */
    static void plan(Session session, long job, int number, long[] hashes) throws SQLException {
        session.update(PLAN, job, number, Arrays.toString(hashes));
    }

    /**
     * Makes the names in a job's chunks from number {@code first} on findable. In order of hash: each page of the table
     * is then written once.
     */
    static void publish(Session session, long job, long first) throws SQLException {
        session.update(PUBLISH, job, first);
    }

    /** Removes the names of a job, published or not. */
    static void drop(Session session, long job) throws SQLException {
        long names = session.first(COUNT, row -> row.getLong(1), job).orElse(0L);
        session.update(names < MANY ? DROP_FEW : DROP_MANY, job);
        session.update("DELETE FROM planned_name WHERE job = ?", job);
    }

    @Override
    public CompletionStage<List<List<ChunkAddress>>> holding(List<ObjectKey> keys) {
        List<Long> hashes = hashes(keys);
        return reads.read(session -> {
            Map<Long, List<ChunkAddress>> found = new HashMap<>();
            for (int from = 0; from < hashes.size(); from += InList.MAX) {
                collect(session, hashes.subList(from, Math.min(hashes.size(), from + InList.MAX)), found);
            }
            return hashes.stream()
                    .map(hash -> List.copyOf(found.getOrDefault(hash, List.of())))
                    .toList();
        });
    }

    private static List<Long> hashes(List<ObjectKey> keys) {
        Map<BucketName, NameHash> buckets = new HashMap<>();
        return keys.stream()
                .map(key -> buckets.computeIfAbsent(key.bucket(), NameHash::new).of(key.name()))
                .toList();
    }

    private static void collect(Session session, List<Long> hashes, Map<Long, List<ChunkAddress>> found)
            throws SQLException {
        InList list = InList.of(hashes);
        session.list(
                HOLDING.formatted(list.marks()),
                row -> found.computeIfAbsent(row.getLong(1), hash -> new ArrayList<>())
                        .add(new ChunkAddress(new JobId(Unpacker.uuid(row.getBytes(2))), row.getInt(3))),
                list.after());
    }
}
