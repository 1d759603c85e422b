package dev.gantry.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.EntryId;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.PageRequest;
import dev.gantry.domain.Progress;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.Catalogue;
import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.ChunkSummary;
import dev.gantry.ports.spi.ChunkUpdate;
import dev.gantry.ports.spi.JobStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StoredChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every job store does. Implemented by a test class for the store at hand. */
public interface JobStoreContract extends JobListContract, TaskTableContract, AccessTableContract {

    /** Waits for an answer; a failure is thrown as it came. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private JobStore opened() {
        JobStore store = newJobStore();
        await(store.open());
        return store;
    }

    @Test
    default void aStoreThatIsNotOpenAnswersUnavailable() {
        try (JobStore store = newJobStore()) {
            assertUnavailable(store);
            await(store.open());
            store.close();
            store.close();
            assertUnavailable(store);
        }
    }

    private static void assertUnavailable(JobStore store) {
        JobId id = new JobId(new UUID(1, 1));
        assertThat(failure(store.jobs().save(JobSamples.job(1)))).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(failure(store.jobs().find(id))).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(failure(store.chunks().summaries(id))).isInstanceOf(ProviderException.Unavailable.class);
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return catchThrowable(() -> await(stage));
    }

    @Test
    default void closeEndsAfterTheWritesThatAreQueued() {
        JobStore store = opened();
        List<CompletionStage<Void>> saved = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            saved.add(store.jobs().save(JobSamples.job(i)));
        }
        store.close();
        assertThat(saved)
                .allSatisfy(stage -> assertThat(stage.toCompletableFuture()).isCompleted());
    }

    @Test
    default void theChunksOfAJobInCreationBecomeTheLastOfARunningOne() {
        try (JobStore store = opened()) {
            Job whole = begun(store, JobSamples.job(1));
            await(store.jobs().save(whole));
            Job part = begun(store, JobSamples.job(2));
            assertThat(failure(store.jobs().save(part, whole.id()))).isInstanceOf(ProviderException.NotFound.class);
            await(store.jobs().save(whole, part.id()));
            List<StoredChunk> chunks = await(store.chunks().page(whole.id(), 0, 10));
            assertThat(chunks).extracting(stored -> stored.chunk().number()).containsExactly(0, 1);
            assertThat(chunks.get(1).chunk().job()).isEqualTo(whole.id());
            Chunk moved = JobSamples.chunk(part, 0, 2);
            assertThat(chunks.get(1).chunk().blobs()).isEqualTo(moved.blobs());
            assertThat(await(store.names().holding(JobSamples.keys(moved))))
                    .allSatisfy(found -> assertThat(found).containsExactly(new ChunkAddress(whole.id(), 1)));
            await(store.chunks()
                    .record(JobSamples.update(
                            chunks.get(1).chunk(), chunks.get(1).state().grant())));
            assertThat(await(store.chunks().summaries(whole.id())).get(1).granted())
                    .isTrue();
            await(store.jobs().save(JobSamples.canceled(whole)));
            assertThat(await(store.names().holding(JobSamples.keys(moved)))).allMatch(List::isEmpty);
            assertThat(failure(store.jobs().save(whole, part.id()))).isInstanceOf(ProviderException.NotFound.class);
        }
    }

    private static Job begun(JobStore store, Job job) {
        await(store.jobs().begin(job));
        await(store.chunks().append(job.bucket(), List.of(JobSamples.chunk(job, 0, 2))));
        return job;
    }

    @Test
    default void aJobInCreationIsInvisibleChunksAndAll() {
        try (JobStore store = opened()) {
            Job job = JobSamples.job(1);
            Chunk chunk = JobSamples.chunk(job, 0, 3);
            await(store.jobs().begin(job));
            await(store.chunks().append(job.bucket(), List.of(chunk)));
            assertInvisible(store, job, chunk);
            await(store.jobs().save(job));
            assertThat(await(store.jobs().find(job.id()))).contains(job);
            assertThat(await(store.chunks().find(chunk.id()))).isPresent();
            assertFoundByItsEntries(store, chunk);
            assertThat(await(store.names().holding(JobSamples.keys(chunk))))
                    .hasSize(3)
                    .allSatisfy(found -> assertThat(found).containsExactly(new ChunkAddress(job.id(), 0)));
        }
    }

    private static void assertFoundByItsEntries(JobStore store, Chunk chunk) {
        for (int place = 0; place < chunk.blobs().size(); place++) {
            EntryId entry = EntryId.of(chunk.id(), place);
            assertThat(entry.placeIn(chunk)).hasValue(place);
            assertThat(await(store.chunks().holding(entry)).map(StoredChunk::chunk))
                    .contains(chunk);
        }
        EntryId behind = EntryId.of(chunk.id(), chunk.blobs().size());
        assertThat(await(store.chunks().holding(behind))).isEmpty();
    }

    private static void assertInvisible(JobStore store, Job job, Chunk chunk) {
        assertThat(await(store.jobs().find(job.id()))).isEmpty();
        assertThat(listed(store, JobFilter.all())).isEmpty();
        assertThat(await(store.chunks().page(job.id(), 0, 10))).isEmpty();
        assertThat(await(store.chunks().find(chunk.id()))).isEmpty();
        assertThat(await(store.chunks().holding(EntryId.of(chunk.id(), 0)))).isEmpty();
        assertThat(await(store.chunks().summaries(job.id()))).isEmpty();
        assertThat(await(store.names().holding(JobSamples.keys(chunk))))
                .allSatisfy(found -> assertThat(found).isEmpty());
    }

    @Test
    default void saveWritesTheJobAsItIsNow() {
        try (JobStore store = opened()) {
            Job job = JobSamples.job(1);
            await(store.jobs().save(job));
            Job further = job.with(new JobSize(2, 3, 1, 900)).with(new Progress(1, 1, 300, 300));
            await(store.jobs().save(further));
            assertThat(await(store.jobs().find(job.id()))).contains(further);
            Job ended = JobSamples.canceled(further);
            await(store.jobs().save(ended));
            assertThat(await(store.jobs().find(job.id()))).contains(ended);
            assertThat(listed(store, JobFilter.all())).containsExactly(ended);
        }
    }

    @Test
    default void anEndedJobFreesItsNamesAndKeepsItsChunks() {
        try (JobStore store = opened()) {
            Job job = JobSamples.job(1);
            Chunk chunk = JobSamples.chunk(job, 0, 2);
            keep(store, job, List.of(chunk));
            await(store.jobs().save(JobSamples.canceled(job)));
            assertThat(await(store.names().holding(JobSamples.keys(chunk))))
                    .hasSize(2)
                    .allSatisfy(found -> assertThat(found).isEmpty());
            assertThat(await(store.chunks().find(chunk.id())))
                    .map(StoredChunk::chunk)
                    .contains(chunk);
        }
    }

    private static List<Job> listed(JobStore store, JobFilter filter) {
        return await(store.jobs().list(filter, PageRequest.from(0))).items();
    }

    private static void keep(JobStore store, Job job, List<Chunk> chunks) {
        await(store.jobs().begin(job));
        await(store.chunks().append(job.bucket(), chunks));
        await(store.jobs().save(job));
    }

    @Test
    default void forgetRemovesAJobWithEverythingAndIsRepeatable() {
        try (JobStore store = opened()) {
            Job job = JobSamples.job(1);
            Chunk chunk = JobSamples.chunk(job, 0, 2);
            keep(store, job, List.of(chunk));
            await(store.jobs().forget(job.id()));
            await(store.jobs().forget(job.id()));
            assertInvisible(store, job, chunk);
            keep(store, job, List.of(chunk));
            assertThat(await(store.chunks().summaries(job.id()))).hasSize(1);
        }
    }

    @Test
    default void forgetRemovesAJobThatIsBegun() {
        try (JobStore store = opened()) {
            Job job = JobSamples.job(1);
            Chunk chunk = JobSamples.chunk(job, 0, 2);
            await(store.jobs().begin(job));
            await(store.chunks().append(job.bucket(), List.of(chunk)));
            await(store.jobs().forget(job.id()));
            await(store.jobs().save(job));
            assertThat(await(store.chunks().summaries(job.id()))).isEmpty();
        }
    }

    @Test
    default void writesTakeEffectInTheOrderTheyWereAskedFor() {
        try (JobStore store = opened()) {
            Job job = JobSamples.job(1);
            Chunk chunk = JobSamples.chunk(job, 0, 100);
            store.jobs().begin(job);
            store.chunks().append(job.bucket(), List.of(chunk));
            store.jobs().save(job);
            ChunkState state = ChunkState.waiting(100).grant();
            CompletionStage<Void> last = null;
            for (int i = 0; i < 100; i++) {
                state = state.evidence(i);
                last = store.chunks().record(JobSamples.update(chunk, state));
            }
            await(last);
            assertThat(await(store.chunks().find(chunk.id())).orElseThrow().state())
                    .isEqualTo(state);
        }
    }

    @Test
    default void appendNeedsAJobInCreation() {
        try (JobStore store = opened()) {
            Job unknown = JobSamples.job(1);
            Job saved = JobSamples.job(2);
            await(store.jobs().save(saved));
            for (Job job : List.of(unknown, saved)) {
                Chunk chunk = JobSamples.chunk(job, 0, 1);
                assertThat(failure(store.chunks().append(job.bucket(), List.of(chunk))))
                        .isInstanceOf(ProviderException.NotFound.class);
                assertThat(await(store.chunks().find(chunk.id()))).isEmpty();
            }
        }
    }

    @Test
    default void recordNeedsAChunk() {
        try (JobStore store = opened()) {
            Job job = JobSamples.job(1);
            Chunk chunk = JobSamples.chunk(job, 0, 1);
            await(store.jobs().save(job));
            assertThat(failure(store.chunks().record(JobSamples.update(chunk, ChunkState.waiting(1)))))
                    .isInstanceOf(ProviderException.NotFound.class);
            assertThat(await(store.chunks().find(chunk.id()))).isEmpty();
        }
    }

    @Test
    default void chunksComeBackAsTheyWerePlanned() {
        try (JobStore store = opened()) {
            Job job = JobSamples.job(1);
            List<Chunk> chunks =
                    List.of(JobSamples.chunk(job, 0, 3), JobSamples.hostile(job, 1), JobSamples.manyBlobs(job, 2));
            keep(store, job, chunks);
            List<StoredChunk> found = await(store.chunks().page(job.id(), 0, 10));
            assertThat(found).extracting(StoredChunk::chunk).isEqualTo(chunks);
            assertThat(found).allSatisfy(chunk -> {
                assertThat(chunk.state())
                        .isEqualTo(ChunkState.waiting(chunk.chunk().blobs().size()));
                assertThat(chunk.receipts()).isEmpty();
                assertThat(chunk.reasons()).isEmpty();
            });
        }
    }

    @Test
    default void aPageHasFewerThanAskedForOnlyAtTheEnd() {
        try (JobStore store = opened()) {
            Job job = JobSamples.job(1);
            List<Chunk> chunks = IntStream.range(0, 7)
                    .mapToObj(i -> JobSamples.chunk(job, i, 1))
                    .toList();
            await(store.jobs().begin(job));
            await(store.chunks().append(job.bucket(), chunks.subList(0, 4)));
            await(store.chunks().append(job.bucket(), chunks.subList(4, 7)));
            await(store.jobs().save(job));
            keep(store, JobSamples.job(2), List.of(JobSamples.chunk(JobSamples.job(2), 0, 1)));
            assertThat(numbers(store, job, 0, 3)).containsExactly(0, 1, 2);
            assertThat(numbers(store, job, 3, 3)).containsExactly(3, 4, 5);
            assertThat(numbers(store, job, 6, 3)).containsExactly(6);
            assertThat(numbers(store, job, 7, 3)).isEmpty();
            assertThat(numbers(store, job, 0, 0)).isEmpty();
        }
    }

    private static List<Integer> numbers(JobStore store, Job job, int from, int max) {
        return await(store.chunks().page(job.id(), from, max)).stream()
                .map(chunk -> chunk.chunk().number())
                .toList();
    }

    @Test
    default void recordReplacesWhatWasWrittenBefore() {
        try (JobStore store = opened()) {
            Job job = JobSamples.job(1);
            Chunk chunk = JobSamples.chunk(job, 0, 3);
            keep(store, job, List.of(chunk, JobSamples.chunk(job, 1, 2)));
            ChunkUpdate full = new ChunkUpdate(
                    new ChunkAddress(job.id(), 0),
                    ChunkState.waiting(3).grant().evidence(0).fail(2),
                    100,
                    List.of(JobSamples.receipt(chunk, 0)),
                    Map.of(2, "the file is gone: \u0000 \"' \uD83D\uDE00"));
            await(store.chunks().record(full));
            assertKept(store, chunk, full);
            ChunkUpdate bare = new ChunkUpdate(
                    full.address(), ChunkState.waiting(3).grant().evidence(1), 100, List.of(), Map.of());
            await(store.chunks().record(bare));
            assertKept(store, chunk, bare);
            assertThat(await(store.chunks().page(job.id(), 1, 1)).get(0).state())
                    .isEqualTo(ChunkState.waiting(2));
        }
    }

    private static void assertKept(JobStore store, Chunk chunk, ChunkUpdate update) {
        StoredChunk expected = new StoredChunk(chunk, update.state(), update.receipts(), update.reasons());
        assertThat(await(store.chunks().find(chunk.id()))).contains(expected);
        assertThat(await(store.chunks().page(chunk.job(), chunk.number(), 1))).containsExactly(expected);
    }

    @Test
    default void summariesTellEveryChunkInShortInOrder() {
        try (JobStore store = opened()) {
            Job job = JobSamples.job(1);
            Chunk chunk = JobSamples.chunk(job, 0, 3);
            keep(store, job, List.of(chunk, JobSamples.chunk(job, 1, 2)));
            await(store.chunks()
                    .record(new ChunkUpdate(
                            new ChunkAddress(job.id(), 0),
                            ChunkState.waiting(3)
                                    .grant()
                                    .evidence(0)
                                    .evidence(1)
                                    .fail(2),
                            777,
                            List.of(JobSamples.receipt(chunk, 0)),
                            Map.of(2, "gone"))));
            assertThat(await(store.chunks().summaries(job.id())))
                    .containsExactly(
                            new ChunkSummary(0, true, 3, 2, 1, 777, true),
                            new ChunkSummary(1, false, 2, 0, 0, 0, false));
        }
    }

    @Test
    default void holdingAnswersEachKeyInOrder() {
        try (JobStore store = opened()) {
            Job one = JobSamples.job(1);
            Job two = JobSamples.job(2);
            keep(store, one, List.of(JobSamples.chunk(one, 0, 400), JobSamples.chunk(one, 1, 400)));
            keep(store, two, List.of(JobSamples.chunk(two, 0, 1)));
            List<ObjectKey> keys = new ArrayList<>();
            keys.addAll(JobSamples.keys(JobSamples.chunk(one, 1, 400)));
            keys.addAll(JobSamples.keys(JobSamples.chunk(one, 0, 400)));
            keys.add(ObjectKey.of("elsewhere", keys.get(0).name().value()));
            keys.add(ObjectKey.of(one.bucket().value(), "no such object"));
            keys.add(keys.get(0));
            List<List<ChunkAddress>> found = await(store.names().holding(keys));
            assertThat(found).hasSize(803);
            assertThat(found.subList(0, 400)).allSatisfy(f -> assertThat(f).contains(new ChunkAddress(one.id(), 1)));
            assertThat(found.subList(400, 800)).allSatisfy(f -> assertThat(f).contains(new ChunkAddress(one.id(), 0)));
            assertThat(found.get(800)).isEmpty();
            assertThat(found.get(801)).isEmpty();
            assertThat(found.get(802)).isEqualTo(found.get(0));
            assertThat(await(store.names().holding(List.of()))).isEmpty();
        }
    }

    @Test
    default void holdingTellsEveryActiveJobOfAName() {
        try (JobStore store = opened()) {
            Job one = JobSamples.job(1);
            Job two = JobSamples.job(2);
            Chunk first = JobSamples.chunk(one, 0, 1);
            keep(store, one, List.of(first));
            keep(store, two, List.of(new Chunk(new ChunkId(new UUID(9, 9)), two.id(), 0, first.blobs())));
            assertThat(await(store.names().holding(JobSamples.keys(first))).get(0))
                    .containsExactlyInAnyOrder(new ChunkAddress(one.id(), 0), new ChunkAddress(two.id(), 0));
        }
    }

    @Test
    default void theCatalogueAnswersOnlyTheStateThatWasSaved() {
        try (JobStore store = opened()) {
            StoreId archive = new StoreId("archive");
            Catalogue.State state = JobSamples.state("photo", "v1");
            Catalogue.State later = JobSamples.state("photo", "v2");
            await(store.catalogue().save(archive, state, JobSamples.record(1)));
            assertThat(await(store.catalogue().find(archive, List.of(JobSamples.state("other", "v1"), later, state))))
                    .containsExactly(Optional.empty(), Optional.empty(), Optional.of(JobSamples.record(1)));
            assertThat(await(store.catalogue().find(new StoreId("attic"), List.of(state))))
                    .containsExactly(Optional.empty());
            await(store.catalogue().save(archive, later, JobSamples.record(2)));
            assertThat(await(store.catalogue().find(archive, List.of(state, later))))
                    .containsExactly(Optional.empty(), Optional.of(JobSamples.record(2)));
        }
    }

    @Test
    default void theCatalogueForgetsObjectsInWhateverState() {
        try (JobStore store = opened()) {
            StoreId archive = new StoreId("archive");
            Catalogue.State gone = JobSamples.state("gone", "v1");
            Catalogue.State stays = JobSamples.state("stays\r\n\t'\"%\uD83D\uDE00", "\u0000");
            await(store.catalogue().save(archive, gone, JobSamples.record(1)));
            await(store.catalogue().save(archive, stays, JobSamples.record(2)));
            await(store.catalogue().forget(archive, List.of(gone.key())));
            await(store.catalogue().forget(archive, List.of(gone.key())));
            assertThat(await(store.catalogue().find(archive, List.of(gone, stays))))
                    .containsExactly(Optional.empty(), Optional.of(JobSamples.record(2)));
        }
    }
}
