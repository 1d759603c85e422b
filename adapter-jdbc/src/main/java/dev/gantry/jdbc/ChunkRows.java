package dev.gantry.jdbc;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.EntryId;
import dev.gantry.domain.JobId;
import dev.gantry.ports.spi.ChunkSummary;
import dev.gantry.ports.spi.ChunkTable;
import dev.gantry.ports.spi.ChunkUpdate;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredChunk;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The tables of chunks: what was planned is written once, what has become of it often and so apart. */
final class ChunkRows implements ChunkTable {

    private static final String RECORD =
            "UPDATE chunk SET granted = ?, evidence = ?, failed = ?, bytes = ?, receipts = ?, state = ?"
                    + " WHERE job = (SELECT seq FROM job WHERE id = ?) AND number = ? AND blobs = ?";
    private static final String WHOLE = "SELECT c.id, j.id, c.number, c.blobs, c.state, p.blobs FROM chunk c"
            + " JOIN job j ON j.seq = c.job JOIN plan p ON p.job = c.job AND p.number = c.number"
            + " WHERE j.creating = 0 AND ";
    private static final String PAGE = WHOLE + "j.id = ? AND c.number >= ? ORDER BY c.number LIMIT ?";
    private static final String FIND = WHOLE + "c.id = ?";
    private static final String NEAR = WHOLE + "c.id >= ? AND c.id <= ?";
    private static final String SUMMARIES =
            "SELECT c.number, c.granted, c.blobs, c.evidence, c.failed, c.bytes, c.receipts FROM chunk c"
                    + " JOIN job j ON j.seq = c.job WHERE j.id = ? AND j.creating = 0 ORDER BY c.number";

    private final ChangeQueue changes;
    private final ReadPool reads;

    ChunkRows(ChangeQueue changes, ReadPool reads) {
        this.changes = changes;
        this.reads = reads;
    }

    @Override
    public CompletionStage<Void> append(BucketName bucket, List<Chunk> chunks) {
        List<PackedChunk> packed =
                chunks.stream().map(chunk -> new PackedChunk(bucket, chunk)).toList();
        long bytes = packed.stream().mapToLong(PackedChunk::bytes).sum();
        return changes.add(Change.of(bytes, session -> append(session, packed)));
    }

    private static void append(Session session, List<PackedChunk> chunks) throws SQLException {
        long[] jobs = new long[chunks.size()];
        for (int i = 0; i < jobs.length; i++) {
            JobId job = chunks.get(i).job();
            jobs[i] = JobRows.creating(session, job)
                    .orElseThrow(() -> new ProviderException.NotFound("no job " + job + " is in creation"));
        }
        for (int i = 0; i < jobs.length; i++) {
            chunks.get(i).insert(session, jobs[i]);
        }
    }

    static void drop(Session session, long job) throws SQLException {
        session.update("DELETE FROM plan WHERE job = ?", job);
        session.update("DELETE FROM chunk WHERE job = ?", job);
    }

    /** Makes the chunks of one job the last ones of another, names and all. */
    static void move(Session session, long from, long to) throws SQLException {
        long first = session.first("SELECT COUNT(*) FROM chunk WHERE job = ?", row -> row.getLong(1), to)
                .orElse(0L);
        for (String table : List.of("chunk", "plan", "planned_name")) {
            session.update("UPDATE " + table + " SET job = ?, number = number + ? WHERE job = ?", to, first, from);
        }
        NameRows.publish(session, to, first);
    }

    @Override
    public CompletionStage<Void> record(ChunkUpdate update) {
        byte[] state = StateCodec.pack(update);
        Object[] row = row(update, state);
        return changes.add(Change.replacing(update.address(), state.length, session -> {
            if (session.update(RECORD, row) == 0) {
                throw new ProviderException.NotFound(
                        "no chunk " + update.address() + " of " + update.state().blobs() + " blobs is kept");
            }
        }));
    }

    private static Object[] row(ChunkUpdate update, byte[] packed) {
        ChunkState state = update.state();
        return new Object[] {
            state.granted() ? 1 : 0,
            state.evidenceCount(),
            state.failedCount(),
            update.bytes(),
            update.receipts().isEmpty() ? 0 : 1,
            packed,
            Packer.uuidBytes(update.address().job().value()),
            update.address().number(),
            state.blobs()
        };
    }

    @Override
    public CompletionStage<List<StoredChunk>> page(JobId job, int from, int max) {
        byte[] id = Packer.uuidBytes(job.value());
        return reads.read(session -> session.list(PAGE, ChunkRows::chunk, id, from, Math.max(0, max)));
    }

    @Override
    public CompletionStage<Optional<StoredChunk>> find(ChunkId chunk) {
        byte[] id = Packer.uuidBytes(chunk.value());
        return reads.read(session -> session.first(FIND, ChunkRows::chunk, id));
    }

    @Override
    public CompletionStage<Optional<StoredChunk>> holding(EntryId entry) {
        byte[] first = Packer.uuidBytes(new UUID(entry.value().getMostSignificantBits(), 0));
        byte[] last = Packer.uuidBytes(new UUID(entry.value().getMostSignificantBits(), -1));
        return reads.read(session -> session.list(NEAR, ChunkRows::chunk, first, last).stream()
                .filter(stored -> entry.placeIn(stored.chunk()).isPresent())
                .findFirst());
    }

    private static StoredChunk chunk(ResultSet row) throws SQLException {
        int blobs = row.getInt(4);
        Chunk chunk = new Chunk(
                new ChunkId(Unpacker.uuid(row.getBytes(1))),
                new JobId(Unpacker.uuid(row.getBytes(2))),
                row.getInt(3),
                PlanCodec.unpack(row.getBytes(6), blobs));
        StateCodec.Kept kept = kept(row.getBytes(5), blobs);
        return new StoredChunk(chunk, kept.state(), kept.receipts(), kept.reasons());
    }

    private static StateCodec.Kept kept(byte[] state, int blobs) {
        return state == null
                ? new StateCodec.Kept(ChunkState.waiting(blobs), List.of(), Map.of())
                : StateCodec.unpack(state, blobs);
    }

    @Override
    public CompletionStage<List<ChunkSummary>> summaries(JobId job) {
        byte[] id = Packer.uuidBytes(job.value());
        return reads.read(session -> session.list(SUMMARIES, ChunkRows::summary, id));
    }

    private static ChunkSummary summary(ResultSet row) throws SQLException {
        return new ChunkSummary(
                row.getInt(1),
                row.getInt(2) != 0,
                row.getInt(3),
                row.getInt(4),
                row.getInt(5),
                row.getLong(6),
                row.getInt(7) != 0);
    }
}
