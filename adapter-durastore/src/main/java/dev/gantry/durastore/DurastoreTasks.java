package dev.gantry.durastore;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskKind;
import dev.gantry.domain.TrackedTask;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Tasks;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The tasks of a Gantry node, asked for over its DuraStore API. What that does not tell is taken from what is known of
 * tasks by name. A run's id is this caller's own; the node hears by itself that its end was told. Thread-safe.
 */
public final class DurastoreTasks implements Tasks {

    private static final UserId NOBODY = new UserId(new UUID(0, 0));
    private static final long MAX_RESULT = 16L << 20;

    private final RemoteStore node;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    private DurastoreTasks(RemoteStore node, InstantSource clock, Supplier<UUID> ids) {
        this.node = node;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Sends nothing yet.
     *
     * @param client sends the requests, and must be as patient as tasks are long; it stays the caller's to close
     * @param documents reads what is answered; it blocks while that comes
     */
    public static DurastoreTasks connect(
            DurastoreAccount account, HttpClient client, InstantSource clock, Executor documents, Supplier<UUID> ids) {
        RemoteStore.Sender sender = request -> client.send(account.origin(), request);
        return new DurastoreTasks(new RemoteStore(account, sender, sender, documents), clock, ids);
    }

    @Override
    public CompletionStage<List<TaskKind>> supported(StoreId store) {
        return told(node.read(
                        RemoteCall.word("GET", "task").query("storeID", store.value()),
                        RemoteDocuments.MAX_SMALL,
                        (headers, in) -> RemoteDocuments.tasks(in)))
                .thenApply(names -> names.stream().map(RemoteTasks::kind).toList());
    }

    /** The end comes with the answer: a task that is not supported fails only then. */
    @Override
    public CompletionStage<Run> start(StoreId store, String name, String parameters) {
        TrackedTask task = TrackedTask.begun(new TaskId(ids.get()), store, name, parameters, NOBODY, clock.instant());
        RemoteCall call = RemoteCall.word("POST", "task/" + name)
                .query("storeID", store.value())
                .task()
                .header(WireNames.CONTENT_TYPE, WireNames.TEXT)
                .body(Buffers.of(parameters.getBytes(StandardCharsets.UTF_8)));
        CompletionStage<TrackedTask> end = node.read(
                        call, MAX_RESULT, (headers, in) -> new String(in.readAllBytes(), StandardCharsets.UTF_8))
                .thenApply(text -> task.succeeded(clock.instant(), text))
                .exceptionallyCompose(failure -> failed(task, RemoteFailure.unwrap(failure)));
        return CompletableFuture.completedStage(new Run(task, end));
    }

    /** What the task itself said is its end; that it was not run at all is a failure of the call. */
    private CompletionStage<TrackedTask> failed(TrackedTask task, Throwable failure) {
        boolean missing = String.valueOf(failure.getMessage()).endsWith("is not a supported task.");
        Problem problem = missing ? Problem.NOT_IMPLEMENTED : problem(failure);
        boolean said = !missing && (failure instanceof ProviderException.Conflict || problem == Problem.INVALID);
        return said
                ? CompletableFuture.completedStage(task.failed(clock.instant(), problem.name(), failure.getMessage()))
                : CompletableFuture.failedStage(new ApiException(problem, failure.getMessage(), failure));
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof ProviderException.Conflict) {
            return Problem.CONFLICT;
        }
        boolean refused = failure instanceof ProviderException.Rejected || failure instanceof InvalidValueException;
        return refused ? Problem.INVALID : Problem.UNAVAILABLE;
    }

    private static <T> CompletionStage<T> told(CompletionStage<T> stage) {
        return stage.exceptionallyCompose(failure -> {
            Throwable cause = RemoteFailure.unwrap(failure);
            return CompletableFuture.failedStage(new ApiException(problem(cause), cause.getMessage(), cause));
        });
    }

    /** Refused: the ids of runs are this caller's own. */
    @Override
    public CompletionStage<TrackedTask> find(TaskId task) {
        return CompletableFuture.failedStage(new ApiException(
                Problem.NOT_IMPLEMENTED, "a run is found at its node, by GET /durastore/task/ID with the node's id"));
    }

    /** Nothing: whoever answers over a connection that stood knows it. */
    @Override
    public CompletionStage<Void> heard(TaskId task) {
        return CompletableFuture.completedStage(null);
    }
}
