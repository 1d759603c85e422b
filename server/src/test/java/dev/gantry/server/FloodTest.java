package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.GrantQueue;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.payload.Buffers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with a single slot, which has no reserve, under URGENT jobs without end. */
class FloodTest {

    private static final BucketName BUCKET = new BucketName("flood");
    private static final int FLOODING = 6;

    /** Slots and turns are kept for longer than the slowest machine takes. */
    private static final String PATIENT =
            "gantry.engine { slots = 1, free-space-floor = 0, silence = 1 h, presence = 1 h }";

    @TempDir
    private Path temp;

    private final AtomicInteger names = new AtomicInteger();
    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    private Job made(Gateway gateway, Priority priority, ObjectName name) throws InterruptedException {
        Jobs.JobRequest request = new Jobs.JobRequest(
                JobKind.PUT, BUCKET, "job", Optional.of(priority), Ordering.NONE, OptionalLong.empty());
        return Waiting.on(gateway.jobs()
                        .create(request, List.of(new Jobs.AskedObject(name, 1)).iterator()))
                .job();
    }

    private void bring(Gateway gateway, Job job, ObjectName name) throws InterruptedException {
        Blobs.Address address =
                new Blobs.Address(new ObjectKey(BUCKET, name), Optional.of(job.id()), OptionalLong.of(0));
        Waiting.on(gateway.blobs()
                .put(new Blobs.Upload(address, Metadata.none(), Checksums.none(), Buffers.of(new byte[1]))));
        granted.incrementAndGet();
    }

    private Void flood(Gateway gateway) throws InterruptedException {
        while (!over.get()) {
            ObjectName name = new ObjectName("urgent" + names.incrementAndGet());
            bring(gateway, made(gateway, Priority.URGENT, name), name);
        }
        return null;
    }

    @Test
    void urgentJobsWithoutEndKeepALowJobWaitingNoLongerThanTheBound() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(FLOODING);
        try (ServedNode node = new ServedNode(temp, "gantry.engine { slots = 1, free-space-floor = 0 }")) {
            Gateway gateway = node.gateway();
            Waiting.on(gateway.buckets().create(BUCKET, Optional.empty()));
            List<Future<Void>> flood = new ArrayList<>();
            for (int i = 0; i < FLOODING; i++) {
                flood.add(threads.submit(() -> flood(gateway)));
            }
            try {
                for (int i = 0; i < 5; i++) {
                    ObjectName name = new ObjectName("low" + i);
                    Job low = made(gateway, Priority.LOW, name);
                    int before = granted.get();
                    bring(gateway, low, name);
                    assertThat((long) granted.get() - before)
                            .as("grants until LOW's, and those on their way")
                            .isLessThanOrEqualTo(GrantQueue.bound(Priority.LOW, 1, 1) + FLOODING);
                }
            } finally {
                over.set(true);
            }
            for (Future<Void> one : flood) {
                one.get();
            }
            assertThat(granted.get()).isGreaterThan(10);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theCommandTellsWhyChunksDoNotMoveThroughTheNodeAndInProcess() throws IOException, InterruptedException {
        Job second;
        try (ServedNode node = new ServedNode(temp, PATIENT)) {
            Gateway gateway = node.gateway();
            Waiting.on(gateway.buckets().create(BUCKET, Optional.empty()));
            Job first = made(gateway, Priority.URGENT, new ObjectName("a"));
            second = made(gateway, Priority.LOW, new ObjectName("b"));
            assertThat(why(first)).containsEntry("reason", "client_idle").containsEntry("granted", "false");
            Waiting.on(gateway.chunks().ready(first.id(), 1));
            assertThat(why(first)).containsEntry("reason", "client_idle").containsEntry("granted", "true");
            Waiting.on(gateway.chunks().ready(second.id(), 1));
            assertThat(why(second))
                    .containsEntry("reason", "behind")
                    .containsEntry("grants", 0)
                    .containsEntry("priority", "LOW");
            Commands.Ran text = Commands.mustRun("why", "job", second.id(), "--why", "--node", node.url());
            assertThat(text.out()).contains("chunk 0      next at priority LOW");
        }
        assertThat(why(second)).as("in process").containsEntry("reason", "client_idle");
    }

    private Map<String, Object> why(Job job) throws IOException {
        Commands.Ran ran = Commands.mustRun("why", "job", job.id(), "--why", "--json", "--data", temp);
        assertThat(ran.events("wait")).hasSize(1);
        return ran.events("wait").get(0);
    }
}
