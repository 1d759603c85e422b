package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Chunks.Listing;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Replication.PlannedBlob;
import dev.gantry.ports.api.Replication.PlannedChunk;
import dev.gantry.ports.api.Replication.ReplicaRequest;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.spectra.SpectraGateway;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.HttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job of another server, handed to a node by the client half, on a job store that outlives the node's process. */
class ReplicationTest {

    private static final BucketName BUCKET = new BucketName("b");
    private static final ReplicaRequest REQUEST =
            new ReplicaRequest(new JobId(id(1)), BUCKET, "moved", Priority.LOW, Ordering.NONE);
    private static final List<PlannedChunk> PLAN = List.of(
            new PlannedChunk(new ChunkId(id(2)), List.of(blob(10, 20, "one", 0, 4), blob(11, 21, "two", 0, 3))),
            new PlannedChunk(new ChunkId(id(3)), List.of(blob(12, 21, "two", 3, 2))));

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private static UUID id(int number) {
        return new UUID(0x1234_5678_9abc_4defL, 0x8000_0000_0000_0000L | number);
    }

    private static PlannedBlob blob(int blob, int object, String name, long offset, long length) {
        return new PlannedBlob(new BlobId(id(blob)), new ObjectId(id(object)), new ObjectName(name), offset, length);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private <T> T with(RestartableNode node, Function<Gateway, CompletionStage<T>> question) {
        try (HttpClient client = new HttpClient(ClientSettings.defaults(threads))) {
            URI endpoint = URI.create("http://127.0.0.1:" + node.port());
            Gateway gateway =
                    SpectraGateway.connect(endpoint, "rootkey", "rootsecret", client, InstantSource.system(), threads);
            return question.apply(gateway).toCompletableFuture().join();
        }
    }

    private Job put(RestartableNode node, PlannedBlob blob, String bytes) {
        Blobs.Address address = new Blobs.Address(
                new ObjectKey(BUCKET, blob.name()), Optional.of(REQUEST.job()), OptionalLong.of(blob.offset()));
        return with(
                node,
                gateway -> gateway.blobs()
                        .put(new Blobs.Upload(
                                address,
                                Metadata.none(),
                                Checksums.none(),
                                Buffers.of(bytes.getBytes(StandardCharsets.UTF_8))))
                        .thenCompose(received -> gateway.jobs().get(REQUEST.job())));
    }

    private void assertKeepsIds(RestartableNode node) {
        List<Chunk> chunks = with(node, gateway -> gateway.chunks().page(REQUEST.job(), 0, 9)).stream()
                .map(Listing::chunk)
                .toList();
        assertThat(chunks).extracting(Chunk::id).containsExactly(new ChunkId(id(2)), new ChunkId(id(3)));
        assertThat(chunks.stream().flatMap(chunk -> chunk.blobs().stream()))
                .extracting(blob -> List.of(blob.id().value(), blob.object().value(), blob.offset()))
                .containsExactly(List.of(id(10), id(20), 0L), List.of(id(11), id(21), 0L), List.of(id(12), id(21), 3L));
    }

    @Test
    void aJobTakenOverKeepsItsIdsAndEvidenceWhenTheNodeStartsAgain(@TempDir Path directory) throws IOException {
        try (RestartableNode node = new RestartableNode(directory)) {
            node.wire().request("PUT", "/b", new byte[0], Map.of(), (status, connection) -> status);
            Job made = with(node, gateway -> gateway.replication().replicate(REQUEST, PLAN));
            assertThat(made.id()).isEqualTo(REQUEST.job());
            assertThat(made.priority()).isEqualTo(Priority.LOW);
            assertThat(made.ordering()).isEqualTo(Ordering.NONE);
            assertThat(made.name()).isEqualTo("moved");
            assertKeepsIds(node);
            assertThat(put(node, PLAN.get(0).blobs().get(0), "1234").status()).isEqualTo(JobStatus.IN_PROGRESS);
            assertThat(put(node, PLAN.get(0).blobs().get(1), "567").status()).isEqualTo(JobStatus.IN_PROGRESS);

            node.restart();
            assertKeepsIds(node);
            Job again = with(node, gateway -> gateway.replication().replicate(REQUEST, PLAN));
            assertThat(again.progress().cachedBytes()).isEqualTo(7);
            assertThat(put(node, PLAN.get(1).blobs().get(0), "89").status()).isEqualTo(JobStatus.COMPLETED);

            node.restart();
            assertThat(with(node, gateway -> gateway.replication().replicate(REQUEST, PLAN))
                            .status())
                    .isEqualTo(JobStatus.COMPLETED);
        }
    }

    @Test
    void evidenceOfWhatWasThereOutlivesTheNode(@TempDir Path directory) throws IOException {
        try (RestartableNode node = new RestartableNode(directory)) {
            node.wire().request("PUT", "/b", new byte[0], Map.of(), (status, connection) -> status);
            with(node, gateway -> gateway.replication().replicate(REQUEST, PLAN));
            put(node, PLAN.get(0).blobs().get(0), "1234");
            with(
                    node,
                    gateway -> gateway.jobs()
                            .cancel(REQUEST.job(), "test")
                            .thenCompose(job -> gateway.endings().forget(REQUEST.job())));
            Job anew = with(node, gateway -> gateway.replication().replicate(REQUEST, PLAN));
            assertThat(anew.progress().cachedBytes()).isEqualTo(4);

            node.restart();
            Job kept = with(node, gateway -> gateway.jobs().get(REQUEST.job()));
            assertThat(kept.progress().cachedBytes()).isEqualTo(4);
            assertKeepsIds(node);
            put(node, PLAN.get(0).blobs().get(1), "567");
            assertThat(put(node, PLAN.get(1).blobs().get(0), "89").status()).isEqualTo(JobStatus.COMPLETED);
        }
    }
}
