package dev.gantry.jdbc;

import dev.gantry.domain.Ending;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.ports.spi.JobTable;
import dev.gantry.ports.spi.ProviderException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The table of jobs. */
final class JobRows implements JobTable {

    private static final String COLUMNS = "status, created_seconds, created_nanos, ended_seconds, ended_nanos,"
            + " bucket, owner, kind, priority, ordering, name, aggregating, truncated, timed_out, body";
    private static final String MARKS = "?" + ", ?".repeat(COLUMNS.split(",").length - 1);
    private static final String BEGIN = "INSERT INTO job (id, creating, " + COLUMNS + ") VALUES (?, 1, " + MARKS + ")";
    private static final String SAVE = "INSERT INTO job (id, creating, " + COLUMNS + ") VALUES (?, 0, " + MARKS + ")"
            + " ON CONFLICT (id) DO UPDATE SET (creating, " + COLUMNS + ") = (0, " + excluded() + ")";
    private static final String REFRESH = "UPDATE job SET (" + COLUMNS + ") = (" + MARKS + ") WHERE id = ?";
    private static final String SEQ = "SELECT seq FROM job WHERE id = ?";
    private static final String CREATING = SEQ + " AND creating = 1";
    private static final String RUNNING = SEQ + " AND creating = 0 AND status = 'IN_PROGRESS'";
    private static final String LEFT = "SELECT seq FROM job WHERE creating = 1";
    private static final String FIND = "SELECT body FROM job WHERE id = ? AND creating = 0";
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
            NameRows.publish(session, creating.get(), 0);
        }
    }

    @Override
    public CompletionStage<Void> save(Job job, JobId part) {
        Object[] row = row(job);
        return changes.add(Change.of(size(row), session -> {
            long from = creating(session, part)
                    .orElseThrow(() -> new ProviderException.NotFound("no job " + part + " is in creation"));
            long to = session.first(
                            RUNNING,
                            found -> found.getLong(1),
                            Packer.uuidBytes(job.id().value()))
                    .orElseThrow(() -> new ProviderException.NotFound("no job " + job.id() + " is running"));
            ChunkRows.move(session, from, to);
            session.update(SAVE, row);
            session.update("DELETE FROM job WHERE seq = ?", from);
        }));
    }

    /** The short number of the job, if it is in creation. */
    static Optional<Long> creating(Session session, JobId job) throws SQLException {
        return session.first(CREATING, row -> row.getLong(1), Packer.uuidBytes(job.value()));
    }

    private static String excluded() {
        return "excluded." + COLUMNS.replace(", ", ", excluded.");
    }

    /** A running job ends after every other. */
    private static Object[] row(Job job) {
        Instant created = job.created();
        Instant ended = job.ending().map(Ending::at).orElse(Instant.MAX);
        return new Object[] {
            Packer.uuidBytes(job.id().value()),
            job.status().name(),
            created.getEpochSecond(),
            created.getNano(),
            ended.getEpochSecond(),
            ended.getNano(),
            job.bucket().value(),
            Packer.uuidBytes(job.owner().id().value()),
            job.kind().name(),
            job.priority().name(),
            job.ordering().name(),
            JobCodec.packName(job.name()),
            flag(job.has(JobOption.AGGREGATING)),
            flag(job.isTruncated()),
            flag(job.ending().filter(Ending::timedOut).isPresent()),
            JobCodec.pack(job)
        };
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
    }

    /** Fills the columns that repeat what is packed. */
    static void refresh(Session session) throws SQLException {
        for (byte[] body : session.list("SELECT body FROM job", row -> row.getBytes(1))) {
            Object[] row = row(JobCodec.unpack(body));
            Object[] columns = Arrays.copyOfRange(row, 1, row.length + 1);
            columns[columns.length - 1] = row[0];
            session.update(REFRESH, columns);
        }
    }

    /** A flag that is asked for, as its column has it. */
    static Object flag(Optional<Boolean> wanted) {
        return wanted.map(JobRows::flag).orElse(null);
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
    public CompletionStage<Page<Job>> list(JobFilter filter, PageRequest page) {
        return filter.statuses().isEmpty()
                ? CompletableFuture.completedStage(Page.empty())
                : reads.read(session -> new JobListing(filter).read(session, page));
    }

    static Job job(ResultSet row) throws SQLException {
        return JobCodec.unpack(row.getBytes(1));
    }
}
