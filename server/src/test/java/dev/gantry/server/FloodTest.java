package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.GrantQueue;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Wait;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Waits;
import dev.gantry.ports.payload.Buffers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node with a single slot, which has no reserve, under URGENT jobs without end over the wire. */
@Timeout(180)
class FloodTest {

    private static final BucketName BUCKET = new BucketName("flood");
    private static final int FLOODING = 6;
    private static final int ROUNDS = 5;

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Slots and turns are kept for longer than the slowest machine takes. */
    private static final String PATIENT =
            "gantry.engine { slots = 1, free-space-floor = 0, silence = 1 h, presence = 1 h, patience = 1 h }";

    @TempDir
    private Path temp;

    private final AtomicInteger names = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Set<Job> asking = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private GrantLog grants;

    @BeforeEach
    void watch() {
        grants = new GrantLog(temp.resolve("store/buckets/" + BUCKET + "/objects"));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Job made(Gateway gateway, Priority priority, ObjectName name) throws InterruptedException {
        Jobs.JobRequest request = new Jobs.JobRequest(
                JobKind.PUT, BUCKET, "job", Optional.of(priority), Ordering.NONE, OptionalLong.empty());
        return Waiting.on(gateway.jobs()
                        .create(request, List.of(new Jobs.AskedObject(name, 1)).iterator()))
                .job();
    }

    private Void bring(Gateway gateway, Job job, ObjectName name) throws InterruptedException {
        Blobs.Address address =
                new Blobs.Address(new ObjectKey(BUCKET, name), Optional.of(job.id()), OptionalLong.of(0));
        asking.add(job);
        Waiting.on(gateway.blobs()
                .put(new Blobs.Upload(address, Metadata.none(), Checksums.none(), Buffers.of(new byte[1]))));
        asking.remove(job);
        return null;
    }

    @ParameterizedTest
    @EnumSource(names = {"LOW", "BACKGROUND"})
    void urgentJobsWithoutEndKeepNobodyWaitingLongerThanTheBound(Priority priority) throws Exception {
        try (ServedNode node = node();
                Flood flood = new Flood(node.gateway())) {
            // No client may ask for BACKGROUND: such jobs are the embedding program's.
            Gateway slow = priority.requestable() ? node.gateway() : node.inProcess();
            for (int i = 0; i < ROUNDS; i++) {
                flood.stop();
                Slow job = new Slow(slow, priority, "slow" + i);
                Wait.Behind told = job.behind();
                int before = grants.count();
                grants.letGo();
                job.done();
                long waited = grants.number(job.name) - before;
                assertThat(waited)
                        .as("%s job %d; told %s; granted meanwhile: %s", priority, i, told, grants.after(before))
                        .isLessThanOrEqualTo(GrantQueue.bound(priority, 1, 1));
                assertThat(told.grants()).isLessThan(GrantQueue.bound(priority, 1, 1));
            }
        }
        assertThat(grants.after(0))
                .filteredOn(name -> name.startsWith("urgent"))
                .hasSizeGreaterThan(ROUNDS);
    }

    @ParameterizedTest(name = "over the wire: {0}")
    @ValueSource(booleans = {true, false})
    void changedPriorityMovesTheNextGrantToWhereTheWaitSays(boolean overTheWire) throws Exception {
        try (ServedNode node = node();
                Flood flood = new Flood(node.gateway())) {
            Gateway gateway = overTheWire ? node.gateway() : node.inProcess();
            flood.stop();
            flood.end();
            Slow first = new Slow(gateway, Priority.LOW, "first");
            first.behind();
            Slow moved = new Slow(gateway, Priority.LOW, "moved");
            moved.behind();
            Slow stays = new Slow(gateway, Priority.LOW, "stays");
            stays.behind();
            long asLow = moved.behind().grants();
            Waiting.on(gateway.jobs()
                    .modify(
                            moved.job.id(),
                            new JobChange(Optional.empty(), Optional.of(Priority.HIGH), Optional.empty())));
            long asHigh = moved.behind().grants();
            long left = stays.behind().grants();
            int before = grants.count();
            grants.letGo();
            first.done();
            moved.done();
            stays.done();
            assertThat(asHigh).as("as LOW %d", asLow).isLessThan(asLow).isLessThan(left);
            assertThat((long) grants.number("moved") - before).isLessThanOrEqualTo(asHigh + 1);
            assertThat(grants.after(before)).as("what stayed LOW is last").endsWith("stays");
        }
    }

    private ServedNode node() throws Exception {
        ServedNode node = new ServedNode(temp, PATIENT, grants);
        Waiting.on(node.gateway().buckets().create(BUCKET, Optional.empty()));
        return node;
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(condition);
    }

    /** The reason why a job's one chunk does not move, if there is one. */
    private static Object why(Gateway gateway, Job job) throws InterruptedException {
        List<Waits.Waiting> all = Waiting.on(gateway.waits().of(job.id(), 0, 1));
        return all.isEmpty() ? "none" : all.get(0).why();
    }

    /** One job of one object that waits for its turn. */
    private final class Slow {

        private final Gateway gateway;
        private final Job job;
        private final String name;
        private final Future<Void> put;

        Slow(Gateway gateway, Priority priority, String name) throws InterruptedException {
            this.gateway = gateway;
            this.name = name;
            this.job = made(gateway, priority, new ObjectName(name));
            this.put = threads.submit(() -> bring(gateway, job, new ObjectName(name)));
        }

        /** What is told of it once it competes. */
        Wait.Behind behind() throws InterruptedException {
            await(name + " in the queue", () -> why(gateway, job) instanceof Wait.Behind);
            return (Wait.Behind) why(gateway, job);
        }

        void done() throws Exception {
            put.get();
        }
    }

    /** URGENT jobs without end: whoever is done makes the next. */
    private final class Flood implements AutoCloseable {

        private final List<Future<Void>> clients = new ArrayList<>();

        private final Gateway gateway;

        Flood(Gateway gateway) {
            this.gateway = gateway;
            for (int i = 0; i < FLOODING; i++) {
                clients.add(threads.submit(this::run));
            }
        }

        private Void run() throws InterruptedException {
            while (!over.get()) {
                ObjectName name = new ObjectName("urgent" + names.incrementAndGet());
                bring(gateway, made(gateway, Priority.URGENT, name), name);
            }
            return null;
        }

        /** Holds the node at a grant, and waits until every other client stands in the queue. */
        void stop() {
            grants.hold();
            await("a grant", grants::hasStopped);
            await("every client of the flood in the queue", () -> waiting() == FLOODING - 1);
        }

        private long waiting() throws InterruptedException {
            long waiting = 0;
            for (Job job : asking) {
                waiting += why(gateway, job) instanceof Wait.Behind ? 1 : 0;
            }
            return waiting;
        }

        void end() {
            over.set(true);
        }

        @Override
        public void close() throws Exception {
            end();
            grants.letGo();
            for (Future<Void> client : clients) {
                client.get();
            }
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
