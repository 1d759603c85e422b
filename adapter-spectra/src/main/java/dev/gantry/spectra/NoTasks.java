package dev.gantry.spectra;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskKind;
import dev.gantry.domain.TrackedTask;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Tasks;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Spectra S3 has no tasks: whoever asks for one is told where there are. */
final class NoTasks implements Tasks {

    private static <T> CompletionStage<T> refused() {
        return CompletableFuture.failedStage(new ApiException(
                Problem.NOT_IMPLEMENTED,
                "Spectra S3 has no tasks; name the node's data directory with --data, and have the node serve DuraStore"
                        + " too (serve --durastore)"));
    }

    @Override
    public CompletionStage<List<TaskKind>> supported(StoreId store) {
        return refused();
    }

    @Override
    public CompletionStage<Run> start(StoreId store, String name, String parameters) {
        return refused();
    }

    @Override
    public CompletionStage<TrackedTask> find(TaskId task) {
        return refused();
    }

    @Override
    public CompletionStage<Void> heard(TaskId task) {
        return refused();
    }
}
