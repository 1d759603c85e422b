package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.BUCKET;
import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static dev.gantry.engine.EngineFixture.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Blob;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.JobTerms;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Truncation;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.tck.JobSamples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another engine takes up what the first one left in the same store and job store. */
class RestartTest {

    private final MemoryJobStore jobStore = new MemoryJobStore();
    private final MemoryProvider provider = new MemoryProvider(new StoreId("memory"), Runnable::run);
    private EngineFixture engine = started().withBucket();

    private EngineFixture started() {
        return new EngineFixture(
                get(Gantry.builder().store(provider).jobStore(jobStore).start()));
    }

    private void restart() {
        engine.close();
        engine = started();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aHalfReceivedObjectGoesOnWhereItStood() {
        Job job = engine.putJob(2, object("a", 4), object("b", 1));
        get(engine.put(job.id(), "a", 0, new byte[] {1, 2}));
        restart();
        assertThat(engine.job(job.id()).progress().blobs()).isEqualTo(1);
        get(engine.put(job.id(), "a", 2, new byte[] {3, 4}));
        get(engine.put(job.id(), "b", 0, new byte[] {5}));
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
        Job read = engine.getJob("a");
        assertThat(engine.take(read.id(), "a", 0)).containsExactly(1, 2);
        assertThat(engine.take(read.id(), "a", 2)).containsExactly(3, 4);
    }

    @Test
    void aReceiptWhoseBytesAreLostIsAskedForAgain() {
        Job job = engine.putJob(2, object("a", 4));
        get(engine.put(job.id(), "a", 0, new byte[] {1, 2}));
        get(provider.sweep(Set.of()));
        restart();
        assertThat(engine.job(job.id()).progress().blobs()).isZero();
        get(engine.put(job.id(), "a", 2, new byte[] {3, 4}));
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.IN_PROGRESS);
        get(engine.put(job.id(), "a", 0, new byte[] {1, 2}));
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void anObjectThatWasPutAndThenReplacedIsNotAskedForAgain() {
        Job job = engine.putJob(2, object("a", 4), object("b", 1));
        get(engine.put(job.id(), "a", 0, new byte[] {1, 2}));
        get(engine.put(job.id(), "a", 2, new byte[] {3, 4}));
        engine.putWhole("a", new byte[] {9});
        restart();
        assertThat(engine.job(job.id()).progress().blobs()).isEqualTo(2);
        get(engine.put(job.id(), "b", 0, new byte[] {5}));
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void halfWrittenObjectsThatNoJobNamesAreSwept() {
        Job job = engine.putJob(2, object("a", 4));
        get(engine.put(job.id(), "a", 0, new byte[] {1, 2}));
        ObjectId half =
                engine.ready(job.id()).chunks().get(0).chunk().blobs().get(0).object();
        restart();
        assertThat(get(provider.holds(half))).isTrue();
        get(engine.api.jobs().cancel(job.id(), "no longer wanted"));
        restart();
        assertThat(get(provider.holds(half))).isFalse();
        assertThat(problemOf(engine.api.objects().head(new ObjectKey(BUCKET, new ObjectName("a")))))
                .isEqualTo(Problem.NO_SUCH_OBJECT);
    }

    @Test
    void whatAnEarlierProcessBeganIsGivenUpWithItsJob() {
        Job job = engine.putJob(2, object("a", 4));
        get(engine.put(job.id(), "a", 0, new byte[] {1, 2}));
        ObjectId half =
                engine.ready(job.id()).chunks().get(0).chunk().blobs().get(0).object();
        restart();
        get(engine.api.jobs().cancel(job.id(), "no longer wanted"));
        Awaitility.await().until(() -> !get(provider.holds(half)));
    }

    @Test
    void aGetJobGoesOnWithWhatIsNotAcknowledged() {
        engine.putWhole("a", new byte[] {1});
        engine.putWhole("b", new byte[] {2});
        Job job = engine.getJob("a", "b");
        engine.ready(job.id());
        engine.take(job.id(), "a", 0);
        restart();
        assertThat(engine.job(job.id()).progress().blobs()).isEqualTo(1);
        assertThat(engine.ready(job.id()).chunks()).hasSize(1);
        engine.take(job.id(), "b", 0);
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    private Job started(JobKind kind, JobOption option, AskedObject... asked) {
        JobRequest request = new JobRequest(
                kind, BUCKET, "r", Optional.empty(), Ordering.NONE, OptionalLong.empty(), Set.of(option));
        return get(engine.api.jobs().create(request, List.of(asked).iterator())).job();
    }

    @Test
    void aTruncatedJobIsCompletedWithWhatHadCome() {
        Job job = engine.putJob(2, object("a", 1), object("b", 4));
        get(engine.put(job.id(), "a", 0, new byte[1]));
        get(engine.put(job.id(), "b", 0, new byte[2]));
        get(engine.api.endings().truncate(job.id()));
        restart();
        Job over = engine.job(job.id());
        assertThat(over.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(over.size().bytes()).isEqualTo(1);
        assertThat(over.truncation()).isEqualTo(Truncation.BY_CLIENT);
    }

    @Test
    void whatIsWantedOfABlobIsStillKnown() {
        engine.putWhole("a", new byte[] {1, 2, 3, 4});
        AskedObject part = AskedObject.part(new ObjectName("a"), new ByteRange(1, 2));
        Job job = started(JobKind.GET, JobOption.KEPT_WHEN_IDLE, part);
        restart();
        assertThat(engine.job(job.id()).has(JobOption.KEPT_WHEN_IDLE)).isTrue();
        Download wanted = new Download(EngineFixture.address(job.id(), "a", 0), List.of(new ByteRange(1, 2)));
        try (Read read = get(engine.api.blobs().get(wanted))) {
            get(read.delivered());
        }
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aJobCanBeJoinedAndItsJoinedChunksAreThere() {
        Job first = started(JobKind.PUT, JobOption.AGGREGATING, object("a", 1));
        assertThat(started(JobKind.PUT, JobOption.AGGREGATING, object("b", 1)).id())
                .isEqualTo(first.id());
        restart();
        assertThat(started(JobKind.PUT, JobOption.AGGREGATING, object("c", 1)).id())
                .isEqualTo(first.id());
        for (String name : List.of("c", "b", "a")) {
            get(engine.put(first.id(), name, 0, new byte[1]));
        }
        assertThat(engine.job(first.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aChunkThatWasBeingVerifiedIsVerifiedAgain() {
        engine.putWhole("a", new byte[] {1});
        Job job = Job.begun(
                        new JobId(new UUID(8, 8)),
                        JobKind.VERIFY,
                        provider.id(),
                        BUCKET,
                        EngineFixture.ROOT,
                        new JobTerms("v", Priority.LOW, Ordering.NONE),
                        Instant.EPOCH)
                .with(new JobSize(1, 1, 1, 1));
        ObjectInfo a = get(engine.api.objects().head(new ObjectKey(BUCKET, new ObjectName("a"))));
        Chunk chunk =
                Chunk.of(job.id(), 0, List.of(Blob.of(a.key().name(), a.id(), a.layout(), 0, Optional.of(a.token()))));
        get(jobStore.jobs().begin(job));
        get(jobStore.chunks().append(BUCKET, List.of(chunk)));
        get(jobStore.jobs().save(job));
        get(jobStore.chunks()
                .record(JobSamples.update(chunk, ChunkState.waiting(1).grant())));
        restart();
        while (engine.job(job.id()).isActive()) {
            Thread.onSpinWait();
        }
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }
}
