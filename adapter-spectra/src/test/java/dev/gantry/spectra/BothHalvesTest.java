package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Limit;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Wait;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Limits;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Waits;
import dev.gantry.ports.payload.Buffers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client half drives the served half: what one says the other understands. */
class BothHalvesTest {

    private static final BucketName BUCKET = new BucketName("both");
    private static final ObjectName NAME = new ObjectName("dir/a +;%é&<\">");

    @TempDir
    Path directory;

    @Test
    void aJobIsMadeDrivenAndReadThroughTheWire() throws IOException {
        try (TestNode node = new TestNode(directory);
                TestNode.Connection connection = node.connect()) {
            Gateway gateway = connection.gateway();
            Stages.await(gateway.buckets().create(BUCKET, Optional.empty()));
            Job put = create(gateway, JobKind.PUT);
            assertThat(put.priority()).isEqualTo(Priority.LOW);
            Chunks.Ready ready = Stages.await(gateway.chunks().ready(put.id(), Chunks.MAX_READY));
            assertThat(ready.chunks()).hasSize(1);
            assertThat(ready.chunks().get(0).state())
                    .extracting(ChunkState::evidenceCount)
                    .isEqualTo(0);
            put(gateway, put, 0, "0123");
            put(gateway, put, 4, "45");
            assertThat(Stages.await(gateway.jobs().get(put.id())).status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(Stages.await(gateway.objects().head(new ObjectKey(BUCKET, NAME))))
                    .satisfies(object -> {
                        assertThat(object.length()).isEqualTo(6);
                        assertThat(object.layout().count()).isEqualTo(2);
                        assertThat(object.metadata().values()).containsEntry("k", "v");
                    });
            Job get = create(gateway, JobKind.GET);
            assertThat(Stages.await(gateway.chunks().ready(get.id(), 1))
                            .chunks()
                            .get(0)
                            .chunk()
                            .blobs())
                    .extracting(blob -> blob.name())
                    .containsOnly(NAME);
            Stages.await(gateway.jobs().cancel(get.id(), "enough"));
            assertThat(Stages.await(gateway.jobs().get(get.id())).status()).isEqualTo(JobStatus.CANCELED);
        }
    }

    @Test
    void whyChunksDoNotMoveIsToldAsTheEngineTellsIt() throws IOException {
        try (TestNode node = new TestNode(directory);
                TestNode.Connection connection = node.connect()) {
            Gateway gateway = connection.gateway();
            Stages.await(gateway.buckets().create(BUCKET, Optional.empty()));
            Job put = create(gateway, JobKind.PUT);
            assertThat(Stages.await(gateway.waits().of(put.id(), 0, Waits.MAX))).satisfiesExactly(waiting -> {
                assertThat(waiting.chunk()).isZero();
                assertThat(waiting.why()).isInstanceOfSatisfying(Wait.ClientIdle.class, idle -> {
                    assertThat(idle.granted()).isFalse();
                    assertThat(idle.since()).isBetween(put.created().minusSeconds(1), Instant.now());
                });
            });
            Stages.await(gateway.chunks().ready(put.id(), 1));
            assertThat(Stages.await(gateway.waits().of(put.id(), 0, Waits.MAX)))
                    .extracting(waiting -> waiting.why().facts().get("granted"))
                    .containsExactly("true");
            assertThat(Stages.await(gateway.waits().of(put.id(), 1, Waits.MAX))).isEmpty();
            assertProblem(() -> gateway.waits().of(new JobId(new UUID(3, 4)), 0, Waits.MAX), Problem.NO_SUCH_JOB);
        }
    }

    @Test
    void limitsAreSetAndToldAndOnlyAdministratorsMay() throws IOException {
        try (TestNode node = new TestNode(directory);
                TestNode.Connection connection = node.connect()) {
            Limits limits = connection.gateway().limits();
            Limit store = new Limit(Limit.Scope.STORE, "disk", OptionalLong.of(1 << 20), OptionalInt.empty());
            Limit user = new Limit(Limit.Scope.USER, "ann", OptionalLong.empty(), OptionalInt.of(3));
            assertThat(Stages.await(limits.set(user))).isEqualTo(user);
            assertThat(Stages.await(limits.set(store))).isEqualTo(store);
            assertThat(Stages.await(limits.list())).containsExactly(store, user);
            Stages.await(limits.set(Limit.none(Limit.Scope.STORE, "disk")));
            assertThat(Stages.await(limits.list())).containsExactly(user);
            assertProblem(() -> limits.set(Limit.none(Limit.Scope.STORE, "nowhere")), Problem.INVALID);
            assertThat(node.ann().send("GET", "/_rest_/gantry_limit").status()).isEqualTo(403);
            assertThat(node.root()
                            .send("PUT", "/_rest_/gantry_limit?scope=STORE&name=disk&slots=0")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void refusalsKeepTheirProblem() throws IOException {
        try (TestNode node = new TestNode(directory);
                TestNode.Connection connection = node.connect()) {
            Gateway gateway = connection.gateway();
            Stages.await(gateway.buckets().create(BUCKET, Optional.empty()));
            assertProblem(() -> gateway.buckets().create(BUCKET, Optional.empty()), Problem.BUCKET_EXISTS);
            assertProblem(() -> gateway.buckets().find("none"), Problem.NO_SUCH_BUCKET);
            assertProblem(() -> gateway.objects().delete(new ObjectKey(BUCKET, NAME)), Problem.NO_SUCH_OBJECT);
        }
    }

    private static void assertProblem(Supplier<CompletionStage<?>> call, Problem problem) {
        assertThatThrownBy(() -> Stages.await(call.get()))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }

    private static Job create(Gateway gateway, JobKind kind) {
        OptionalLong maxUpload = kind == JobKind.PUT ? OptionalLong.of(4) : OptionalLong.empty();
        Jobs.JobRequest request =
                new Jobs.JobRequest(kind, BUCKET, "a & b", Optional.of(Priority.LOW), Ordering.IN_ORDER, maxUpload);
        return Stages.await(gateway.jobs()
                .create(request, List.of(new Jobs.AskedObject(NAME, 6)).iterator())
                .thenApply(Jobs.Created::job));
    }

    private static void put(Gateway gateway, Job job, long offset, String bytes) {
        Blobs.Address address =
                new Blobs.Address(new ObjectKey(BUCKET, NAME), Optional.of(job.id()), OptionalLong.of(offset));
        Stages.await(gateway.blobs()
                .put(new Blobs.Upload(
                        address,
                        new Metadata(Map.of("k", "v")),
                        Checksums.none(),
                        Buffers.of(bytes.getBytes(StandardCharsets.UTF_8)))));
    }
}
