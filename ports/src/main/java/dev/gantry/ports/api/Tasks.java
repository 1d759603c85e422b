package dev.gantry.ports.api;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskKind;
import dev.gantry.domain.TrackedTask;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Named actions that only some store can perform. Every run is tracked: it outlives whoever asked for it. */
public interface Tasks {

    /** The longest parameters, in characters. */
    int MAX_PARAMETERS = 1 << 20;

    /** What the store offers, always the same and in the same order; INVALID if there is no such store. */
    CompletionStage<List<TaskKind>> supported(StoreId store);

    /**
     * Runs a task. When the stage completes the run is durable, and goes on whatever becomes of the caller. A request
     * that equals one that is running, in store, name and parameters, joins it; one that equals one whose end nobody has
     * {@link #heard} gets that end, and nothing is run. Fails with INVALID, with FORBIDDEN if the user's role is too low,
     * and with NOT_IMPLEMENTED if the store has no such task; what the task itself says comes with its end.
     */
    CompletionStage<Run> start(StoreId store, String name, String parameters);

    /** The run, while it is kept: as long as jobs are. NO_SUCH_JOB if there is none, FORBIDDEN if it is another user's. */
    CompletionStage<TrackedTask> find(TaskId task);

    /** Somebody was told how it ended: an equal request will run it anew. A second call does nothing. */
    CompletionStage<Void> heard(TaskId task);

    /**
     * One run.
     *
     * @param end completes with the task once it has ended, however it did; never if the engine is closed before
     */
    record Run(TrackedTask task, CompletionStage<TrackedTask> end) {}
}
