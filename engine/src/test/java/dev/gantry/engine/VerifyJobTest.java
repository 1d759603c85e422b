package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static dev.gantry.engine.EngineFixture.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.WriteSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerifyJobTest {

    private final SystemEnvironment environment = new SystemEnvironment();
    private final MemoryProvider memory = new MemoryProvider(new StoreId("memory"), environment.blocking());
    private final RottenProvider store = new RottenProvider(memory);
    private final EngineFixture engine = new EngineFixture(get(Gantry.builder()
                    .store(store)
                    .inMemory()
                    .environment(environment)
                    .start()))
            .withBucket();

    @AfterEach
    void close() {
        engine.close();
    }

    private Job start(JobKind kind, Set<JobOption> options, AskedObject... asked) {
        JobRequest request = new JobRequest(
                kind, EngineFixture.BUCKET, "v", Optional.empty(), Ordering.NONE, OptionalLong.empty(), options);
        return get(engine.api.jobs().create(request, List.of(asked).iterator())).job();
    }

    private Job ended(Job job) {
        Job now = engine.job(job.id());
        while (now.isActive()) {
            Thread.onSpinWait();
            now = engine.job(job.id());
        }
        return now;
    }

    private List<String> reasons(Job job) {
        List<String> reasons = new ArrayList<>();
        get(engine.api.chunks().page(job.id(), 0, 10))
                .forEach(listing -> reasons.addAll(listing.reasons().values()));
        return reasons;
    }

    private void storeWithoutChecksum(String name) {
        ObjectKey key = new ObjectKey(EngineFixture.BUCKET, new ObjectName(name));
        WriteSpec spec = new WriteSpec(
                key, new ObjectId(new UUID(6, 6)), Instant.EPOCH, BlobLayout.whole(3), Metadata.none(), true);
        ObjectWriter writer = get(memory.objects().begin(spec));
        var receipt = get(writer.write(new dev.gantry.domain.ByteRange(0, 3), Buffers.of(new byte[3]), Set.of()));
        get(writer.publish(List.of(receipt)));
    }

    @Test
    void everyByteIsReadAndAJobWithoutFaultIsCompletedAtLowPriority() {
        engine.putWhole("a", new byte[] {1, 2, 3});
        engine.putWhole("empty", new byte[0]);
        Job job = start(JobKind.VERIFY, Set.of(), object("a", 0), object("empty", 0));
        assertThat(job.priority()).isEqualTo(Priority.LOW);
        Job over = ended(job);
        assertThat(over.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(over.progress().bytes()).isEqualTo(3);
        assertThat(store.bytesRead()).isEqualTo(3);
    }

    @Test
    void aFlippedByteIsFoundAndNamed() {
        engine.putWhole("good", new byte[] {1});
        engine.putWhole("bad", new byte[] {1, 2, 3});
        store.rot("bad");
        Job over = ended(start(JobKind.VERIFY, Set.of(), object("good", 0), object("bad", 0)));
        assertThat(over.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(over.ending().orElseThrow().reason().orElseThrow())
                .startsWith("1 of 2 objects failed: bad: its bytes from 0 on have the ");
        assertThat(reasons(over)).hasSize(1);
    }

    @Test
    void eachOfAFewBadObjectsIsNamedInTheJobsEnd() {
        engine.putWhole("bad1", new byte[] {1});
        engine.putWhole("bad2", new byte[] {2});
        store.rot("bad1");
        store.rot("bad2");
        Job over = ended(start(JobKind.VERIFY, Set.of(), object("bad1", 0), object("bad2", 0)));
        assertThat(over.ending().orElseThrow().reason().orElseThrow())
                .startsWith("2 of 2 objects failed: ")
                .contains("bad1: its bytes", "; ", "bad2: its bytes");
    }

    @Test
    void anObjectWithoutARecordedChecksumSaysSo() {
        storeWithoutChecksum("bare");
        Job over = ended(start(JobKind.VERIFY, Set.of(), object("bare", 0)));
        assertThat(reasons(over))
                .containsExactly("no checksum of it is recorded, so there is nothing to compare its bytes with");
        assertThat(store.bytesRead()).isZero();
    }

    @Test
    void stagingIsOverAtOnceWhereAllIsOnline() {
        engine.putWhole("a", new byte[] {1, 2, 3});
        Job over = ended(start(JobKind.STAGE, Set.of(), object("a", 0)));
        assertThat(over.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(store.bytesRead()).isZero();
    }

    @Test
    void nobodyGetsChunksOfAJobThatTheNodeWorksOff() {
        engine.putWhole("a", new byte[] {1});
        Job job = start(JobKind.VERIFY, Set.of(), object("a", 0));
        assertThat(problemOf(engine.read(job.id(), "a", 0))).isEqualTo(Problem.INVALID);
        assertThat(ended(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(engine.ready(job.id()).chunks()).hasSize(1);
    }

    @Test
    void anObjectThatDoesNotComeBackAsItWasWrittenIsRemovedAndFails() {
        Job job = start(JobKind.PUT, Set.of(JobOption.VERIFY_AFTER_WRITE), object("good", 1), object("bad", 3));
        store.rot("bad");
        get(engine.put(job.id(), "good", 0, new byte[1]));
        assertThat(problemOf(engine.put(job.id(), "bad", 0, new byte[3]))).isEqualTo(Problem.INTERNAL);
        Job over = ended(job);
        assertThat(over.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(over.ending().orElseThrow().reason().orElseThrow()).contains("bad: read back after writing");
        ObjectKey bad = new ObjectKey(EngineFixture.BUCKET, new ObjectName("bad"));
        assertThat(problemOf(engine.api.objects().head(bad))).isEqualTo(Problem.NO_SUCH_OBJECT);
    }

    @Test
    void whatIsThereWithTheSameSizeIsLeftOutWhereNamingConflictsAreIgnored() {
        engine.putWhole("same", new byte[3]);
        engine.putWhole("other", new byte[4]);
        Set<JobOption> ignoring = Set.of(JobOption.IGNORE_NAMING_CONFLICTS);
        Job job = start(JobKind.PUT, ignoring, object("same", 3), object("other", 5), object("new", 1));
        assertThat(job.size().objects()).isEqualTo(2);
        assertThat(start(JobKind.PUT, ignoring, object("same", 3)).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aRequestWithoutAJobFindsTheOneThatLetsItselfBeFound() {
        Job job = start(JobKind.PUT, Set.of(JobOption.IMPLICIT_RESOLUTION), object("x", 2));
        assertThat(problemOf(engine.api
                        .blobs()
                        .put(new dev.gantry.ports.api.Blobs.Upload(
                                new dev.gantry.ports.api.Blobs.Address(
                                        new ObjectKey(EngineFixture.BUCKET, new ObjectName("y")),
                                        Optional.empty(),
                                        OptionalLong.of(1)),
                                Metadata.none(),
                                dev.gantry.domain.Checksums.none(),
                                Buffers.of(new byte[1])))))
                .isEqualTo(Problem.INVALID);
        engine.putWhole("x", new byte[2]);
        assertThat(ended(job).status()).isEqualTo(JobStatus.COMPLETED);
    }
}
