package dev.gantry.engine;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskKind;
import dev.gantry.domain.TrackedTask;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Tasks;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tasks as one user sees them. */
final class TaskService implements Tasks {

    private final EngineContext context;
    private final TaskBoard board;
    private final User user;

    TaskService(EngineContext context, TaskBoard board, User user) {
        this.context = context;
        this.board = board;
        this.user = user;
    }

    @Override
    public CompletionStage<List<TaskKind>> supported(StoreId store) {
        return context.control()
                .call(() -> CompletableFuture.completedStage(tasks(store).kinds()));
    }

    private StoreTasks tasks(StoreId store) {
        return new StoreTasks(context.stores().get(store));
    }

    @Override
    public CompletionStage<Run> start(StoreId store, String name, String parameters) {
        return Failures.translated(
                context.control().call(() -> {
                    StoreTasks tasks = tasks(store);
                    TaskKind kind = tasks.find(name)
                            .orElseThrow(() ->
                                    new ApiException(Problem.NOT_IMPLEMENTED, name + " is not a supported task."));
                    requireAllowed(kind, parameters);
                    return board.start(user, tasks, kind, store, parameters);
                }),
                Problem.NO_SUCH_OBJECT);
    }

    private void requireAllowed(TaskKind kind, String parameters) {
        if (user.role().compareTo(kind.role()) < 0) {
            throw new ApiException(
                    Problem.FORBIDDEN, "the task " + kind.name() + " needs the role " + kind.role() + " at least");
        }
        if (parameters.length() > MAX_PARAMETERS) {
            throw new InvalidValueException("a task's parameters have at most " + MAX_PARAMETERS + " characters");
        }
    }

    @Override
    public CompletionStage<TrackedTask> find(TaskId task) {
        return Failures.translated(
                context.jobStore().tasks().find(task).thenApply(found -> {
                    TrackedTask known =
                            found.orElseThrow(() -> new ApiException(Problem.NO_SUCH_JOB, "there is no task " + task));
                    if (!user.reaches(known.owner())) {
                        throw new ApiException(Problem.FORBIDDEN, "task " + task + " belongs to another user");
                    }
                    return known;
                }),
                Problem.NO_SUCH_JOB);
    }

    @Override
    public CompletionStage<Void> heard(TaskId task) {
        return Failures.translated(context.control().then(find(task), board::heard), Problem.NO_SUCH_JOB);
    }
}
