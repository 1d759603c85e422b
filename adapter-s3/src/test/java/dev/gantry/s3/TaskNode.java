package dev.gantry.s3;

import dev.gantry.domain.TaskId;
import dev.gantry.ports.spi.TaskRunner.TaskCall;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.Origin;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The tasks of a store in front of the three fakes, on a clock that stands still. */
final class TaskNode implements AutoCloseable {

    final ManualTime time = new ManualTime();
    final FakeBuckets buckets = new FakeBuckets();
    final FakeCloudFront cloudFront = new FakeCloudFront(time, 2);
    final FakeEmr emr = new FakeEmr();
    final ProviderTasks tasks;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final S3Account account;

    TaskNode() throws IOException {
        S3Settings settings = S3Settings.compatible(Origin.http("127.0.0.1", buckets.port()), S3Server.KEYS);
        account = new S3Account(settings, new HttpClient(ClientSettings.defaults(threads)), time, threads);
        tasks = new ProviderTasks(account, settings(cloudFront.uri(), emr.uri()), time, time);
    }

    static TaskSettings settings(URI cloudFront, URI emr) {
        return new TaskSettings("us-east-1", false, Optional.of(cloudFront), Optional.of(emr), HadoopSettings.usual());
    }

    String run(String name, String parameters) {
        return run(new TaskId(UUID.randomUUID()), name, parameters);
    }

    /** Runs it; its failure is thrown as it is. */
    String run(TaskId id, String name, String parameters) {
        try {
            return tasks.run(new TaskCall(id, name, parameters))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        tasks.close();
        account.close();
        buckets.close();
        cloudFront.close();
        emr.close();
        threads.shutdownNow();
    }
}
