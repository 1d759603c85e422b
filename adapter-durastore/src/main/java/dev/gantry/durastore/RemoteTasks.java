package dev.gantry.durastore;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Role;
import dev.gantry.domain.TaskKind;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * The far side's tasks, performed there. A text that says a success is believed only where DuraStore has no other way to
 * say a failure (docs/durastore.md, Driven: tasks).
 */
final class RemoteTasks implements TaskRunner {

    static final String RESTORE = "restore-content";

    private static final long MAX_RESULT = 16L << 20;
    private static final String NONE = "No TaskProvider is available";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

    /** Before 3.3, what was refused by the streaming service was told as the text of a success. */
    private static final Pattern FAILED =
            Pattern.compile("Task failed due to:|(?<!\\d)[1-9]\\d* (files|items) failed", Pattern.CASE_INSENSITIVE);

    private static final Set<String> OF_ROOT = Set.of(RESTORE, "restore-snapshot", "set-storage-policy");
    private static final Set<String> REPEATABLE = Set.of("noop", RESTORE, "describe-hadoop-job", "set-storage-policy");

    private final RemoteContents contents;
    private final Optional<TaskDialect> configured;
    private volatile TaskDialect dialect;
    private volatile List<TaskKind> kinds = List.of();

    RemoteTasks(RemoteContents contents, Optional<TaskDialect> configured) {
        this.contents = contents;
        this.configured = configured;
        this.dialect = configured.orElse(TaskDialect.JSON);
    }

    /** What was learnt at the last check; none before. {@code noop} is every store's and not named here. */
    @Override
    public List<TaskKind> kinds() {
        return kinds;
    }

    /** A list of tasks and the type it came with. */
    private record Offer(String contentType, List<String> names) {}

    CompletionStage<Void> learn() {
        return contents.store()
                .read(
                        RemoteCall.word("GET", "task"),
                        RemoteDocuments.MAX_SMALL,
                        (headers, in) ->
                                new Offer(headers.first(WireNames.CONTENT_TYPE).orElse(""), RemoteDocuments.tasks(in)))
                .exceptionallyCompose(RemoteTasks::orNone)
                .thenAccept(offer -> {
                    dialect = configured.orElseGet(() -> TaskDialect.of(offer.contentType(), offer.names()));
                    kinds = offer.names().stream()
                            .filter(name -> NAME.matcher(name).matches() && !name.equals("noop"))
                            .distinct()
                            .map(RemoteTasks::kind)
                            .toList();
                });
    }

    private static CompletionStage<Offer> orNone(Throwable failure) {
        boolean none =
                String.valueOf(RemoteFailure.unwrap(failure).getMessage()).contains(NONE);
        return none
                ? CompletableFuture.completedStage(new Offer(WireNames.XML, List.of()))
                : CompletableFuture.failedStage(failure);
    }

    /** What is known of a task by its name. */
    static TaskKind kind(String name) {
        boolean asks = name.startsWith("get-");
        Role role = OF_ROOT.contains(name) ? Role.ROOT : asks ? Role.USER : Role.ADMIN;
        return new TaskKind(name, asks || REPEATABLE.contains(name), role);
    }

    @Override
    public CompletionStage<String> run(TaskCall call) {
        String body;
        try {
            body = TaskBodies.write(call.name(), dialect, call.parameters());
        } catch (InvalidValueException e) {
            return CompletableFuture.failedStage(e);
        }
        return perform(call.name(), body)
                .thenCompose(text -> call.name().equals(RESTORE)
                        ? proved(body, text)
                        : CompletableFuture.completedStage(believed(text)))
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(unsure(call.name(), failure)));
    }

    private CompletionStage<String> perform(String name, String body) {
        RemoteCall call = RemoteCall.word("POST", "task/" + name).task();
        if (!body.isEmpty()) {
            call.header(WireNames.CONTENT_TYPE, WireNames.TEXT).body(Buffers.of(body.getBytes(StandardCharsets.UTF_8)));
        }
        return contents.store()
                .read(call, MAX_RESULT, (headers, in) -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    /** A result in JSON is one of 3.3 or later, which tells failures by its status: what it quotes is no failure of its own. */
    private static String believed(String text) {
        boolean later =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        if (!later && FAILED.matcher(text).find()) {
            throw new ProviderException.Rejected(text.strip(), null);
        }
        return text;
    }

    /** Whether the store restores what is archived. */
    boolean restores() {
        return kinds.stream().anyMatch(kind -> kind.name().equals(RESTORE));
    }

    /** Asks for a content, and makes sure that it was asked for. Conflict if that is under way already. */
    CompletionStage<String> restore(RemoteAddress content) {
        return perform(RESTORE, content.toString()).thenCompose(text -> proved(content.toString(), text));
    }

    /**
     * DuraStore drops every error of a restore but one: that it is under way. So a content that is still archived is
     * asked for once more, and only that refusal proves the first request.
     */
    private CompletionStage<String> proved(String body, String text) {
        int slash = body.indexOf('/');
        RemoteAddress content = new RemoteAddress(body.substring(0, slash), body.substring(slash + 1));
        return isArchived(content)
                .thenCompose(
                        archived -> archived ? again(body, text, content) : CompletableFuture.completedStage(text));
    }

    /** Whether the first byte of a content is refused for now; an empty one has none. */
    CompletionStage<Boolean> isArchived(RemoteAddress content) {
        return contents.get(content, new ByteRange(0, 1))
                .thenApply(answer -> {
                    answer.close();
                    return false;
                })
                .exceptionallyCompose(failure -> {
                    Throwable cause = RemoteFailure.unwrap(failure);
                    boolean empty = cause instanceof ProviderException.Rejected;
                    return empty || cause instanceof ProviderException.Conflict
                            ? CompletableFuture.completedStage(!empty)
                            : CompletableFuture.failedStage(failure);
                });
    }

    private CompletionStage<String> again(String body, String text, RemoteAddress content) {
        return perform(RESTORE, body)
                .<String>thenApply(second -> {
                    throw new ProviderException.Rejected(
                            "the DuraStore says that the restore of " + content
                                    + " was requested, but nothing is under way: it keeps to itself why",
                            null);
                })
                .exceptionallyCompose(failure -> RemoteFailure.unwrap(failure) instanceof ProviderException.Conflict
                        ? CompletableFuture.completedStage(text)
                        : CompletableFuture.failedStage(failure));
    }

    private Throwable unsure(String name, Throwable failure) {
        Throwable cause = RemoteFailure.unwrap(failure);
        return cause instanceof ProviderException.Unavailable && !kind(name).repeatable()
                ? new ProviderException.Unavailable(
                        cause.getMessage() + "; whether the task " + name + " was done is not known", cause)
                : cause;
    }
}
