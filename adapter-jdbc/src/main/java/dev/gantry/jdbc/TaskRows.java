package dev.gantry.jdbc;

import dev.gantry.domain.TaskId;
import dev.gantry.domain.TrackedTask;
import dev.gantry.ports.spi.TaskTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The table of tracked tasks. */
final class TaskRows implements TaskTable {

    private static final String SAVE =
            "INSERT INTO task (id, settled, created_seconds, created_nanos, ended_seconds, body) VALUES (?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET settled = excluded.settled,"
                    + " ended_seconds = excluded.ended_seconds, body = excluded.body";
    private static final String FIND = "SELECT body FROM task WHERE id = ?";
    private static final String UNSETTLED =
            "SELECT body FROM task WHERE settled = 0 ORDER BY created_seconds, created_nanos, id";
    private static final String FORGET = "DELETE FROM task WHERE ended_seconds < ?";

    private final ChangeQueue changes;
    private final ReadPool reads;

    TaskRows(ChangeQueue changes, ReadPool reads) {
        this.changes = changes;
        this.reads = reads;
    }

    @Override
    public CompletionStage<Void> save(TrackedTask task) {
        byte[] packed = TaskCodec.pack(task);
        Instant created = task.created();
        return changes.add(Change.of(
                packed.length,
                session -> session.update(
                        SAVE,
                        Packer.uuidBytes(task.id().value()),
                        task.heard() ? 1 : 0,
                        created.getEpochSecond(),
                        created.getNano(),
                        task.ended().map(Instant::getEpochSecond).orElse(Long.MAX_VALUE),
                        packed)));
    }

    @Override
    public CompletionStage<Optional<TrackedTask>> find(TaskId task) {
        return reads.read(session ->
                session.first(FIND, row -> TaskCodec.unpack(row.getBytes(1)), Packer.uuidBytes(task.value())));
    }

    @Override
    public CompletionStage<List<TrackedTask>> unsettled() {
        return reads.read(session -> session.list(UNSETTLED, row -> TaskCodec.unpack(row.getBytes(1))));
    }

    /** Seconds are told apart, not more: a task stays up to one longer. */
    @Override
    public CompletionStage<Void> forget(Instant endedBefore) {
        return changes.add(Change.of(16, session -> session.update(FORGET, endedBefore.getEpochSecond())));
    }
}
