package dev.gantry.glacier;

import dev.gantry.domain.TaskKind;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The tasks of the archive classes, beside those that the account's store has already. */
final class RestoreTasks implements TaskRunner {

    private final List<RestoreTask> tasks;
    private final Optional<TaskRunner> others;

    RestoreTasks(List<RestoreTask> tasks, Optional<TaskRunner> others) {
        this.tasks = List.copyOf(tasks);
        this.others = others;
    }

    @Override
    public List<TaskKind> kinds() {
        List<TaskKind> kinds = new ArrayList<>();
        others.ifPresent(runner -> kinds.addAll(runner.kinds()));
        tasks.forEach(task -> kinds.add(task.kind()));
        return kinds;
    }

    @Override
    public CompletionStage<String> run(TaskCall call) {
        Optional<RestoreTask> own = tasks.stream()
                .filter(task -> task.kind().name().equals(call.name()))
                .findFirst();
        try {
            return own.map(task -> task.run(call.id().toString(), call.parameters()))
                    .orElseGet(() -> others.map(runner -> runner.run(call)).orElseGet(() -> unknown(call)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static CompletionStage<String> unknown(TaskCall call) {
        return CompletableFuture.failedStage(new ProviderException.Rejected("there is no task " + call.name(), null));
    }
}
