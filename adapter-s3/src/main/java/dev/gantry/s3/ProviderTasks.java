package dev.gantry.s3;

import dev.gantry.domain.Role;
import dev.gantry.domain.TaskKind;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What AWS does beyond S3 for whoever keeps objects there: streaming by CloudFront and Hadoop jobs by EMR (docs/s3.md,
 * Streaming tasks, Hadoop tasks). No I/O before the first task. Thread-safe.
 */
final class ProviderTasks implements TaskRunner, AutoCloseable {

    private record Task(TaskKind kind, Function<TaskCall, CompletionStage<String>> work) {}

    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final AwsClients clients;
    private final Executor blocking;

    /** Waits by the JDK's own timer. */
    ProviderTasks(S3Account account, TaskSettings settings, InstantSource clock) {
        this(account, settings, clock, Pauses.on(account.blocking()));
    }

    /** {@code clock} and {@code pauses} are for what takes long to be removed. */
    ProviderTasks(S3Account account, TaskSettings settings, InstantSource clock, Pauses pauses) {
        this.blocking = account.blocking();
        this.clients = new AwsClients(settings, account.credentials(), blocking);
        if (settings.hasStreaming()) {
            Distributions distributions = new Distributions(clients);
            addStreaming(new StreamingTasks(account, distributions, new Removal(distributions, clock, pauses)));
        }
        if (settings.hasHadoop()) {
            addHadoop(new HadoopTasks(account, new JobFlows(clients), settings.hadoop()));
        }
    }

    private void addStreaming(StreamingTasks streaming) {
        add("enable-streaming", true, streaming::enable);
        add("disable-streaming", true, streaming::disable);
        add("delete-streaming", true, streaming::delete);
        add("enable-hls", true, streaming::enable);
        add("disable-hls", true, streaming::disable);
        add("delete-hls", true, streaming::delete);
    }

    private void addHadoop(HadoopTasks hadoop) {
        add("run-hadoop-job", false, hadoop::run);
        add("describe-hadoop-job", true, hadoop::describe);
        add("stop-hadoop-job", true, hadoop::stop);
    }

    private void add(String name, boolean repeatable, Function<TaskCall, CompletionStage<String>> work) {
        tasks.put(name, new Task(new TaskKind(name, repeatable, Role.ADMIN), work));
    }

    @Override
    public List<TaskKind> kinds() {
        return tasks.values().stream().map(Task::kind).toList();
    }

    @Override
    public CompletionStage<String> run(TaskCall call) {
        Task task = tasks.get(call.name());
        if (task == null) {
            return CompletableFuture.failedStage(
                    new ProviderException.Rejected("this store has no task " + call.name(), null));
        }
        return begin(() -> task.work().apply(call))
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(AwsFailures.of(call.name(), failure)));
    }

    /** Off the caller's thread: the first task makes the SDK's clients, which takes a second. */
    private CompletionStage<String> begin(Supplier<CompletionStage<String>> work) {
        try {
            return CompletableFuture.supplyAsync(work, blocking).thenCompose(Function.identity());
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
