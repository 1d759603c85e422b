package dev.gantry.ports.spi;

import dev.gantry.domain.TaskId;
import dev.gantry.domain.TrackedTask;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The tracked tasks of a node. */
public interface TaskTable {

    /** Writes the task as it is now, in place of what was written of it before. */
    CompletionStage<Void> save(TrackedTask task);

    CompletionStage<Optional<TrackedTask>> find(TaskId task);

    /** Every task that is running, or whose end nobody has heard, in order of creation. */
    CompletionStage<List<TrackedTask>> unsettled();

    /** Drops the tasks that ended before that time, heard or not. Repeatable. */
    CompletionStage<Void> forget(Instant endedBefore);
}
