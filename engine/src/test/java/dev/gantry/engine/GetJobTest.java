package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Chunks.Ready;
import dev.gantry.ports.api.Problem;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GetJobTest {

    private final EngineFixture engine =
            EngineFixture.inMemory(EngineSettings.defaults()).withBucket();

    @BeforeEach
    void store() {
        engine.putWhole("a", new byte[] {1, 2, 3, 4});
        engine.putWhole("b", new byte[] {5});
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Read readRange(Job job, String name, long from, long length) {
        return get(engine.api
                .blobs()
                .get(new Download(EngineFixture.address(job.id(), name, 0), List.of(new ByteRange(from, length)))));
    }

    @Test
    void aJobIsCompletedOnceEveryByteIsAcknowledged() {
        Job job = engine.getJob("a", "b");
        assertThat(engine.ready(job.id()).chunks()).hasSize(1);
        assertThat(engine.take(job.id(), "a", 0)).containsExactly(1, 2, 3, 4);
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.IN_PROGRESS);
        assertThat(engine.take(job.id(), "b", 0)).containsExactly(5);
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void bytesThatWentOutUnacknowledgedAreNoEvidence() {
        Job job = engine.getJob("b");
        try (Read read = get(engine.read(job.id(), "b", 0))) {
            assertThat(EngineFixture.bytes(read)).containsExactly(5);
        }
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.IN_PROGRESS);
        assertThat(engine.take(job.id(), "b", 0)).containsExactly(5);
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aReadThatWasCutCountsOnceItsRestIsAcknowledged() {
        Job job = engine.getJob("a");
        get(engine.read(job.id(), "a", 0)).close();
        try (Read rest = readRange(job, "a", 2, 2)) {
            get(rest.delivered());
        }
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aTailAloneIsNoEvidenceOfTheWhole() {
        Job job = engine.getJob("a");
        try (Read rest = readRange(job, "a", 2, 2)) {
            get(rest.delivered());
        }
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.IN_PROGRESS);
    }

    @Test
    void aBlobBeingReadIsNotListedAndOneGivenUpIsAgain() {
        Job job = engine.getJob("a");
        Read read = get(engine.read(job.id(), "a", 0));
        assertThat(engine.ready(job.id()).chunks()).isEmpty();
        read.close();
        Ready again = engine.ready(job.id());
        assertThat(again.chunks()).hasSize(1);
    }

    @Test
    void anObjectReplacedAfterwardsLeavesTheJobWithThatReason() {
        Job job = engine.getJob("a", "b");
        engine.putWhole("a", new byte[] {9, 9, 9, 9});
        assertThat(problemOf(engine.read(job.id(), "a", 0))).isEqualTo(Problem.NO_SUCH_OBJECT);
        engine.take(job.id(), "b", 0);
        Job over = engine.job(job.id());
        assertThat(over.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(over.ending().orElseThrow().reason())
                .contains("1 of 2 objects failed: a: object b/a was replaced after the job was made");
    }

    @Test
    void missingObjectsAreNamedWhenTheJobIsMade() {
        assertThat(problemOf(engine.api
                        .jobs()
                        .create(
                                EngineFixture.request(dev.gantry.domain.JobKind.GET, 0),
                                List.of(EngineFixture.object("a", 0), EngineFixture.object("missing", 0))
                                        .iterator())))
                .isEqualTo(Problem.NO_SUCH_OBJECT);
    }

    @Test
    void aSignOfLifeMakesWhatIsLeftListableAgain() {
        Job job = engine.getJob("a", "b");
        engine.ready(job.id());
        engine.take(job.id(), "a", 0);
        get(engine.api.jobs().modify(job.id(), JobChange.NOTHING));
        assertThat(engine.ready(job.id()).chunks()).hasSize(1);
    }

    @Test
    void aLatePollerOfACompletedJobFindsWhatItMayMiss() {
        Job job = engine.getJob("a", "b");
        engine.take(job.id(), "a", 0);
        engine.take(job.id(), "b", 0);
        assertThat(engine.ready(job.id()).chunks()).hasSize(1);
    }

    @Test
    void aCompletedJobsBlobsStayReadable() {
        Job job = engine.getJob("b");
        engine.take(job.id(), "b", 0);
        assertThat(engine.take(job.id(), "b", 0)).containsExactly(5);
        get(engine.api.objects().delete(new ObjectKey(EngineFixture.BUCKET, new ObjectName("b"))));
        assertThat(problemOf(engine.read(job.id(), "b", 0))).isEqualTo(Problem.NO_SUCH_OBJECT);
    }
}
