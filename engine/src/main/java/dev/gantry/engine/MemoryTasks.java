package dev.gantry.engine;

import dev.gantry.domain.TaskId;
import dev.gantry.domain.TrackedTask;
import dev.gantry.ports.spi.TaskTable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tracked tasks in memory. */
final class MemoryTasks implements TaskTable {

    private final Map<TaskId, TrackedTask> tasks = new LinkedHashMap<>();

    @Override
    public synchronized CompletionStage<Void> save(TrackedTask task) {
        tasks.put(task.id(), task);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Optional<TrackedTask>> find(TaskId task) {
        return CompletableFuture.completedStage(Optional.ofNullable(tasks.get(task)));
    }

    @Override
    public synchronized CompletionStage<List<TrackedTask>> unsettled() {
        return CompletableFuture.completedStage(
                tasks.values().stream().filter(task -> !task.heard()).toList());
    }

    @Override
    public synchronized CompletionStage<Void> forget(Instant endedBefore) {
        tasks.values()
                .removeIf(task -> task.ended().filter(endedBefore::isAfter).isPresent());
        return CompletableFuture.completedStage(null);
    }
}
