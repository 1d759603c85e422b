package dev.gantry.durastore;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskKind;
import dev.gantry.domain.TrackedTask;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.BodyTooLargeException;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** What a store can be told to do: listed, performed, and its result asked for again (docs/durastore.md, Tasks). */
final class TaskOperations {

    /** Longer than any transport lets a connection be idle. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private static final String ID = "x-gantry-task";
    private static final String PLAIN = "text/plain";

    private final Executor documents;
    private final long maxBody;

    TaskOperations(Executor documents, long maxBody) {
        this.documents = documents;
        this.maxBody = maxBody;
    }

    /** The names, as XStream writes a list. */
    CompletionStage<Reply> supported(Call call) {
        return Failure.coarse(call.store()
                .thenCompose(store -> call.gateway().tasks().supported(store.id()))
                .thenApply(kinds -> Answers.text(200, WireNames.XML, list(kinds))));
    }

    private static String list(List<TaskKind> kinds) {
        return kinds.isEmpty()
                ? "<list/>"
                : kinds.stream()
                        .map(kind -> "  <string>" + kind.name() + "</string>\n")
                        .collect(Collectors.joining("", "<list>\n", "</list>"));
    }

    /** Waits for the task's end; the caller that is gone by then will find it again. */
    CompletionStage<Reply> perform(Call call) {
        return body(call)
                .thenCompose(parameters -> Failure.coarse(call.store()
                        .thenCompose(store -> run(call, store.id(), parameters))
                        .thenApply(TaskOperations::result)));
    }

    private static CompletionStage<TrackedTask> run(Call call, StoreId store, String parameters) {
        return call.gateway()
                .tasks()
                .start(store, call.address().rest(), parameters)
                .thenCompose(run -> run.end())
                .thenCompose(task -> call.exchange().isGone()
                        ? CompletableFuture.completedStage(task)
                        : call.gateway().tasks().heard(task.id()).handle((nothing, unsaved) -> task));
    }

    /** Gantry's own: how the task of that id is, or was. */
    CompletionStage<Reply> find(Call call) {
        return call.gateway()
                .tasks()
                .find(TaskId.parse(call.address().rest()))
                .thenCompose(task ->
                        Failure.coarse(CompletableFuture.completedStage(task).thenApply(TaskOperations::result)));
    }

    private static Reply result(TrackedTask task) {
        return switch (task.status()) {
            case RUNNING -> text(202, task, "running since " + task.created());
            case SUCCEEDED -> text(200, task, task.text());
            case FAILED -> throw new ApiException(Problem.valueOf(task.problem().orElseThrow()), task.text());
            case INTERRUPTED -> throw new Refusal(500, "task " + task.id() + " was " + task.text());
        };
    }

    private static Reply text(int status, TrackedTask task, String text) {
        Headers headers = Headers.builder()
                .add(WireNames.CONTENT_TYPE, PLAIN)
                .add(ID, task.id().toString())
                .build();
        return new Reply(status, headers, new Reply.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Always UTF-8, whatever the client calls it. */
    private CompletionStage<String> body(Call call) {
        Streamed body = call.exchange().body();
        if (body.length() == 0) {
            body.close();
            return CompletableFuture.completedStage("");
        }
        try {
            return CompletableFuture.supplyAsync(
                    () -> MultipartBody.text(call.header(WireNames.CONTENT_TYPE), read(body)), documents);
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private String read(Streamed body) {
        try (BlockingBody in = new BlockingBody(body, maxBody, IDLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (BodyTooLargeException e) {
            throw new Refusal(400, "a task's parameters have at most " + maxBody + " bytes", e);
        } catch (IOException e) {
            throw new Refusal(400, "the task's parameters did not come whole: " + e.getMessage(), e);
        }
    }
}
