package dev.gantry.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One run of a task, whose result can be asked for again. Immutable.
 *
 * @param parameters what it was given, as text of the task's own form
 * @param ended when it ended; empty exactly while it is running
 * @param text its result, or why it failed; empty while it is running
 * @param problem what kind of failure it was; only of a task that failed
 * @param heard whether somebody was told its end
 */
public record TrackedTask(
        TaskId id,
        StoreId store,
        String name,
        String parameters,
        UserId owner,
        Instant created,
        TaskStatus status,
        Optional<Instant> ended,
        String text,
        Optional<String> problem,
        boolean heard) {

    public TrackedTask {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(text, "text");
        if (ended.isEmpty() != (status == TaskStatus.RUNNING) || problem.isPresent() != (status == TaskStatus.FAILED)) {
            throw new InvalidValueException("a task that is " + status + " ended " + ended + " with " + problem);
        }
    }

    /** A task that begins to run. */
    public static TrackedTask begun(
            TaskId id, StoreId store, String name, String parameters, UserId owner, Instant now) {
        return new TrackedTask(
                id,
                store,
                name,
                parameters,
                owner,
                now,
                TaskStatus.RUNNING,
                Optional.empty(),
                "",
                Optional.empty(),
                false);
    }

    public TrackedTask succeeded(Instant at, String result) {
        return ended(TaskStatus.SUCCEEDED, at, result, Optional.empty());
    }

    public TrackedTask failed(Instant at, String kind, String reason) {
        return ended(TaskStatus.FAILED, at, reason, Optional.of(kind));
    }

    public TrackedTask interrupted(Instant at) {
        return ended(TaskStatus.INTERRUPTED, at, "interrupted, outcome unknown", Optional.empty());
    }

    private TrackedTask ended(TaskStatus end, Instant at, String said, Optional<String> kind) {
        return new TrackedTask(id, store, name, parameters, owner, created, end, Optional.of(at), said, kind, false);
    }

    /** The same, once somebody was told its end. */
    public TrackedTask asHeard() {
        return new TrackedTask(id, store, name, parameters, owner, created, status, ended, text, problem, true);
    }
}
