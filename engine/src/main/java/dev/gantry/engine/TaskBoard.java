package dev.gantry.engine;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskKind;
import dev.gantry.domain.TaskStatus;
import dev.gantry.domain.TrackedTask;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Tasks.Run;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner.TaskCall;
import dev.gantry.ports.spi.TaskTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The tasks that run, and those that ended unheard. All but {@link #recover} is called on the control thread, where its
 * state belongs.
 */
final class TaskBoard {

    /** How many ends are offered again; the oldest ones leave for the history. */
    private static final int MOST_UNHEARD = 1000;

    /** What makes requests equal. */
    private record Request(StoreId store, String name, String parameters) {
        static Request of(TrackedTask task) {
            return new Request(task.store(), task.name(), task.parameters());
        }
    }

    private record Running(TrackedTask task, CompletableFuture<Void> saved, CompletableFuture<TrackedTask> end) {

        static Running of(TrackedTask task) {
            return new Running(task, new CompletableFuture<>(), new CompletableFuture<>());
        }
    }

    private final EngineContext context;
    private final Map<Request, Running> running = new HashMap<>();
    private final Map<Request, TrackedTask> unheard = new LinkedHashMap<>();

    TaskBoard(EngineContext context) {
        this.context = context;
    }

    private TaskTable table() {
        return context.jobStore().tasks();
    }

    /** Runs again what may be, ends the rest, and knows what nobody has heard. Before anybody is served. */
    void recover() {
        for (TrackedTask task : JobPlanner.await(table().unsettled())) {
            JobPlanner.await(context.control().call(() -> recover(task)));
        }
    }

    private CompletionStage<Void> recover(TrackedTask task) {
        if (task.status() != TaskStatus.RUNNING) {
            keep(task);
            return CompletableFuture.completedStage(null);
        }
        Optional<StoreTasks> store = context.stores().find(task.store()).map(StoreTasks::new);
        Optional<TaskKind> kind =
                store.flatMap(tasks -> tasks.find(task.name())).filter(TaskKind::repeatable);
        if (kind.isPresent()) {
            Running again = Running.of(task);
            again.saved().complete(null);
            running.put(Request.of(task), again);
            perform(store.get(), kind.get(), again);
            return CompletableFuture.completedStage(null);
        }
        TrackedTask over = task.interrupted(context.environment().now());
        keep(over);
        return table().save(over);
    }

    private void keep(TrackedTask task) {
        unheard.put(Request.of(task), task);
        if (unheard.size() > MOST_UNHEARD) {
            unheard.remove(unheard.keySet().iterator().next());
        }
    }

    CompletionStage<Run> start(User user, StoreTasks store, TaskKind kind, StoreId id, String parameters) {
        Request request = new Request(id, kind.name(), parameters);
        TrackedTask told = unheard.get(request);
        if (told != null) {
            return CompletableFuture.completedStage(new Run(told, CompletableFuture.completedStage(told)));
        }
        Running same = running.get(request);
        if (same == null) {
            same = begin(user, store, kind, request);
        }
        Running joined = same;
        return joined.saved().thenApply(nothing -> new Run(joined.task(), joined.end()));
    }

    private Running begin(User user, StoreTasks store, TaskKind kind, Request request) {
        Running begun = Running.of(TrackedTask.begun(
                new TaskId(context.environment().newId()),
                request.store(),
                request.name(),
                request.parameters(),
                user.id(),
                context.environment().now()));
        running.put(request, begun);
        context.control().settle(table().save(begun.task()), (nothing, failure) -> {
            if (failure == null) {
                perform(store, kind, begun);
                begun.saved().complete(null);
            } else {
                running.remove(request);
                begun.saved().completeExceptionally(failure);
            }
            return CompletableFuture.completedStage(null);
        });
        return begun;
    }

    private void perform(StoreTasks store, TaskKind kind, Running run) {
        TrackedTask task = run.task();
        CompletionStage<String> result = call(store, kind, new TaskCall(task.id(), task.name(), task.parameters()));
        context.control().settle(result, (text, failure) -> {
            Instant now = context.environment().now();
            TrackedTask over = failure == null ? task.succeeded(now, text) : failed(task, now, failure);
            return context.control().settle(table().save(over), (nothing, unsaved) -> end(run, over));
        });
    }

    private static CompletionStage<String> call(StoreTasks store, TaskKind kind, TaskCall call) {
        try {
            return store.run(kind, call);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static TrackedTask failed(TrackedTask task, Instant now, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        ApiException told = cause instanceof ProviderException.Rejected
                ? new ApiException(
                        Problem.NOT_IMPLEMENTED,
                        "Execution of task " + task.name() + " is not supported as requested. " + cause.getMessage())
                : Failures.translate(cause, Problem.NO_SUCH_OBJECT);
        return task.failed(now, told.problem().name(), told.getMessage());
    }

    /** An end that could not be saved is told all the same: it is known now, and unknown only after a crash. */
    private CompletionStage<Void> end(Running run, TrackedTask over) {
        running.remove(Request.of(over));
        keep(over);
        run.end().complete(over);
        return CompletableFuture.completedStage(null);
    }

    CompletionStage<Void> heard(TrackedTask task) {
        unheard.values().removeIf(known -> known.id().equals(task.id()));
        return task.heard() || task.status() == TaskStatus.RUNNING
                ? CompletableFuture.completedStage(null)
                : table().save(task.asHeard());
    }
}
