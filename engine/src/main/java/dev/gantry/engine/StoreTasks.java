package dev.gantry.engine;

import dev.gantry.domain.Role;
import dev.gantry.domain.TaskKind;
import dev.gantry.ports.spi.TaskRunner;
import dev.gantry.ports.spi.TaskRunner.TaskCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What one store can perform: {@code noop}, and what its provider brings along. */
final class StoreTasks {

    private static final TaskKind NOOP = new TaskKind("noop", true, Role.ADMIN);

    private final Store store;
    private final Optional<TaskRunner> runner;

    StoreTasks(Store store) {
        this.store = store;
        this.runner = store.provider().capability(TaskRunner.class);
    }

    List<TaskKind> kinds() {
        List<TaskKind> kinds = new ArrayList<>();
        kinds.add(NOOP);
        runner.ifPresent(own -> kinds.addAll(own.kinds()));
        return kinds;
    }

    Optional<TaskKind> find(String name) {
        return kinds().stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** One that may be repeated is, where that helps. */
    CompletionStage<String> run(TaskKind kind, TaskCall call) {
        if (kind.equals(NOOP)) {
            return CompletableFuture.completedStage("Success");
        }
        return kind.repeatable()
                ? store.repeat(() -> runner.orElseThrow().run(call))
                : store.once(objects -> runner.orElseThrow().run(call));
    }
}
