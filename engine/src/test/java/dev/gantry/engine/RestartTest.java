package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.BUCKET;
import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static dev.gantry.engine.EngineFixture.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.api.Problem;
import java.util.Set;
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
}
