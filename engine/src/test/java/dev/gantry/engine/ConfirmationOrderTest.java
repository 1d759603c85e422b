package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.EntryId;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.Catalogue;
import dev.gantry.ports.spi.ChunkSummary;
import dev.gantry.ports.spi.ChunkTable;
import dev.gantry.ports.spi.ChunkUpdate;
import dev.gantry.ports.spi.JobStore;
import dev.gantry.ports.spi.JobTable;
import dev.gantry.ports.spi.NameTable;
import dev.gantry.ports.spi.StoredChunk;
import dev.gantry.ports.spi.TaskTable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A job store answers updates that shared a commit together, in whatever order. */
class ConfirmationOrderTest {

    /** Answers the second update right behind the third, before anybody has acted on either. */
    private record Swapping(
            JobStore store,
            Executor control,
            AtomicInteger updates,
            CompletableFuture<Void> second,
            CompletableFuture<Void> third)
            implements JobStore, ChunkTable {

        @Override
        public CompletionStage<Void> record(ChunkUpdate update) {
            CompletionStage<Void> recorded = store.chunks().record(update);
            return switch (updates.incrementAndGet()) {
                case 2 -> second;
                case 3 -> {
                    control.execute(() -> {
                        third.complete(null);
                        second.complete(null);
                    });
                    yield third;
                }
                default -> recorded;
            };
        }

        @Override
        public CompletionStage<Void> open() {
            return store.open();
        }

        @Override
        public JobTable jobs() {
            return store.jobs();
        }

        @Override
        public ChunkTable chunks() {
            return this;
        }

        @Override
        public NameTable names() {
            return store.names();
        }

        @Override
        public Catalogue catalogue() {
            return store.catalogue();
        }

        @Override
        public TaskTable tasks() {
            return store.tasks();
        }

        @Override
        public void close() {
            store.close();
        }

        @Override
        public CompletionStage<Void> append(BucketName bucket, List<Chunk> chunks) {
            return store.chunks().append(bucket, chunks);
        }

        @Override
        public CompletionStage<List<StoredChunk>> page(JobId job, int from, int max) {
            return store.chunks().page(job, from, max);
        }

        @Override
        public CompletionStage<Optional<StoredChunk>> find(ChunkId chunk) {
            return store.chunks().find(chunk);
        }

        @Override
        public CompletionStage<Optional<StoredChunk>> holding(EntryId entry) {
            return store.chunks().holding(entry);
        }

        @Override
        public CompletionStage<List<ChunkSummary>> summaries(JobId job) {
            return store.chunks().summaries(job);
        }
    }

    @Test
    void aConfirmationThatComesBehindALaterOneTakesNoEvidenceBack() {
        SystemEnvironment environment = new SystemEnvironment();
        JobStore store = new Swapping(
                new MemoryJobStore(),
                environment.control(),
                new AtomicInteger(),
                new CompletableFuture<>(),
                new CompletableFuture<>());
        Gantry gantry = get(Gantry.builder()
                .store(new MemoryProvider(new StoreId("memory"), environment.blocking()))
                .jobStore(store)
                .environment(environment)
                .start());
        try (EngineFixture engine = new EngineFixture(gantry).withBucket()) {
            Job job = engine.putJob(0, object("a", 1), object("b", 1));
            engine.ready(job.id());
            var first = engine.put(job.id(), "a", 0, new byte[] {1});
            var second = engine.put(job.id(), "b", 0, new byte[] {2});
            get(first);
            get(second);
            assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
        }
    }
}
