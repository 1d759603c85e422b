package dev.gantry.jdbc;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobStatus;
import dev.gantry.ports.spi.JobTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The table of jobs. */
final class JobRows implements JobTable {

    private static final String BEGIN =
            "INSERT INTO job (id, creating, status, created_seconds, created_nanos, body) VALUES (?, 1, ?, ?, ?, ?)";
    private static final String SAVE =
            "INSERT INTO job (id, creating, status, created_seconds, created_nanos, body) VALUES (?, 0, ?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET creating = 0, status = excluded.status,"
                    + " created_seconds = excluded.created_seconds, created_nanos = excluded.created_nanos,"
                    + " body = excluded.body";
    private static final String SEQ = "SELECT seq FROM job WHERE id = ?";
    private static final String CREATING = SEQ + " AND creating = 1";
    private static final String LEFT = "SELECT seq FROM job WHERE creating = 1";
    private static final String FIND = "SELECT body FROM job WHERE id = ? AND creating = 0";
    private static final String LIST = "SELECT body FROM job WHERE creating = 0 AND status IN (%s)"
            + " ORDER BY created_seconds DESC, created_nanos DESC, seq DESC";

    private final ChangeQueue changes;
    private final ReadPool reads;

    JobRows(ChangeQueue changes, ReadPool reads) {
        this.changes = changes;
        this.reads = reads;
    }

    @Override
    public CompletionStage<Void> begin(Job job) {
        Object[] row = row(job);
        return changes.add(Change.of(size(row), session -> session.update(BEGIN, row)));
    }

    @Override
    public CompletionStage<Void> save(Job job) {
        Object[] row = row(job);
        return changes.add(Change.of(size(row), session -> save(session, job, row)));
    }

    private static void save(Session session, Job job, Object[] row) throws SQLException {
        Optional<Long> creating = creating(session, job.id());
        session.update(SAVE, row);
        if (!job.isActive()) {
            NameRows.drop(session, seq(session, job.id()).orElseThrow());
        } else if (creating.isPresent()) {
            NameRows.publish(session, creating.get());
        }
    }

    /** The short number of the job, if it is in creation. */
    static Optional<Long> creating(Session session, JobId job) throws SQLException {
        return session.first(CREATING, row -> row.getLong(1), Packer.uuidBytes(job.value()));
    }

    private static Object[] row(Job job) {
        Instant created = job.created();
        return new Object[] {
            Packer.uuidBytes(job.id().value()),
            job.status().name(),
            created.getEpochSecond(),
            created.getNano(),
            JobCodec.pack(job)
        };
    }

    private static long size(Object[] row) {
        return ((byte[]) row[row.length - 1]).length;
    }

    @Override
    public CompletionStage<Void> forget(JobId job) {
        return changes.add(Change.of(0, session -> {
            Optional<Long> seq = seq(session, job);
            if (seq.isPresent()) {
                drop(session, seq.get());
            }
        }));
    }

    private static void drop(Session session, long seq) throws SQLException {
        NameRows.drop(session, seq);
        ChunkRows.drop(session, seq);
        session.update("DELETE FROM job WHERE seq = ?", seq);
    }

    /** Removes every job in creation, and says how many there were. */
    static int dropCreating(Session session) throws SQLException {
        List<Long> left = session.list(LEFT, row -> row.getLong(1));
        for (long seq : left) {
            drop(session, seq);
        }
        return left.size();
    }

    private static Optional<Long> seq(Session session, JobId job) throws SQLException {
        return session.first(SEQ, row -> row.getLong(1), Packer.uuidBytes(job.value()));
    }

    @Override
    public CompletionStage<Optional<Job>> find(JobId job) {
        byte[] id = Packer.uuidBytes(job.value());
        return reads.read(session -> session.first(FIND, JobRows::job, id));
    }

    @Override
    public CompletionStage<List<Job>> list(Set<JobStatus> statuses) {
        if (statuses.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        InList names = InList.of(statuses.stream().map(JobStatus::name).toList());
        return reads.read(session -> session.list(LIST.formatted(names.marks()), JobRows::job, names.after()));
    }

    private static Job job(ResultSet row) throws SQLException {
        return JobCodec.unpack(row.getBytes(1));
    }
}
