package dev.gantry.jdbc;

import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes batches of changes, each batch by one commit. Used by the writer thread alone. */
final class GroupCommit implements AutoCloseable {

    private final SqliteFile file;
    private final DurableWrites writes;
    private final Failures failures;
    private Session session;

    GroupCommit(SqliteFile file, DurableWrites writes, Failures failures) {
        this.file = file;
        this.writes = writes;
        this.failures = failures;
    }

    /** Writes the changes, and answers them. Of several for one subject only the last is written. */
    void write(List<Change> batch) {
        write(batch, true);
    }

    private void write(List<Change> batch, boolean many) {
        List<Change> applied = new ArrayList<>();
        try {
            apply(many ? last(batch) : batch, applied);
        } catch (SQLException | RuntimeException | Error e) {
            abandon();
            writeOneByOne(batch, e);
            return;
        }
        if (!applied.isEmpty()) {
            finish(applied);
        }
    }

    private static List<Change> last(List<Change> batch) {
        Map<ChunkAddress, Change> latest = new HashMap<>();
        batch.forEach(change -> change.subject().ifPresent(subject -> {
            Change earlier = latest.put(subject, change);
            if (earlier != null) {
                change.supersede(earlier);
            }
        }));
        return batch.stream()
                .filter(change ->
                        change.subject().map(s -> latest.get(s) == change).orElse(true))
                .toList();
    }

    private void apply(List<Change> batch, List<Change> applied) throws SQLException {
        for (Change change : batch) {
            try {
                change.apply(session());
                applied.add(change);
            } catch (ProviderException refused) {
                change.fail(refused);
            }
        }
    }

    /** Finds the one that the database will not take, so that it fails alone. */
    private void writeOneByOne(List<Change> batch, Throwable failure) {
        if (batch.size() == 1) {
            batch.get(0).fail(failures.classify(failure));
        } else {
            batch.forEach(change -> write(List.of(change), false));
        }
    }

    private void finish(List<Change> applied) {
        try {
            commit();
        } catch (IOException | RuntimeException | Error e) {
            abandon();
            ProviderException failure = failures.classify(e);
            applied.forEach(change -> change.fail(failure));
            return;
        }
        applied.forEach(Change::succeed);
    }

    /** Makes what was done in the session durable. */
    void commit() throws IOException {
        writes.perform(DurableWrites.Kind.COMMIT, file.path(), () -> {
            try {
                session.commit();
            } catch (SQLException e) {
                throw new IOException("the commit failed", e);
            }
        });
    }

    /** The writing session; a new one where the last one could not be rolled back. */
    Session session() throws SQLException {
        if (session == null) {
            session = file.writer();
        }
        return session;
    }

    private void abandon() {
        if (session == null) {
            return;
        }
        try {
            session.rollback();
        } catch (SQLException e) {
            close();
        }
    }

    @Override
    public void close() {
        Session ended = session;
        session = null;
        if (ended != null) {
            try {
                ended.close();
            } catch (SQLException e) {
                Failures.LOG.warn("a connection of the job store did not close", e);
            }
        }
    }
}
