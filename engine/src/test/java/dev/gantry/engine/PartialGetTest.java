package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Blob;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Problem;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartialGetTest {

    private static final byte[] TEN = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    private final EngineFixture engine =
            EngineFixture.inMemory(EngineSettings.defaults()).withBucket();

    /** An object of ten bytes in blobs of four. */
    @BeforeEach
    void store() {
        Job put = engine.putJob(4, EngineFixture.object("a", 10));
        for (int from = 0; from < 10; from += 4) {
            get(engine.put(put.id(), "a", from, java.util.Arrays.copyOfRange(TEN, from, Math.min(10, from + 4))));
        }
        engine.putWhole("b", new byte[] {7});
        engine.putWhole("empty", new byte[0]);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static AskedObject part(String name, long offset, long length) {
        return AskedObject.part(new ObjectName(name), new ByteRange(offset, length));
    }

    private CompletionStage<Job> asking(AskedObject... asked) {
        return engine.api
                .jobs()
                .create(EngineFixture.request(JobKind.GET, 0), List.of(asked).iterator())
                .thenApply(Jobs.Created::job);
    }

    private List<Blob> blobs(Job job) {
        return get(engine.api.chunks().page(job.id(), 0, 10)).stream()
                .flatMap(listing -> listing.chunk().blobs().stream())
                .toList();
    }

    private void read(Job job, long blob, ByteRange... ranges) {
        try (Read read = get(
                engine.api.blobs().get(new Download(EngineFixture.address(job.id(), "a", blob), List.of(ranges))))) {
            get(read.delivered());
        }
    }

    @Test
    void theWholeBlobsThatHoldAnAskedByteAreListedOnceEach() {
        Job job = get(asking(part("a", 9, 1), part("b", 0, 1), part("a", 0, 1), part("a", 2, 1), part("a", 9, 5)));
        assertThat(blobs(job))
                .extracting(Blob::range)
                .containsExactly(new ByteRange(0, 4), new ByteRange(8, 2), new ByteRange(0, 1));
        assertThat(blobs(job).get(0).asked()).containsExactly(new ByteRange(0, 1), new ByteRange(2, 1));
        assertThat(job.size().bytes()).isEqualTo(7);
    }

    @Test
    void aBlobCountsAsReadWhenTheAskedRangesWereDeliveredInOneRequest() {
        Job job = get(asking(part("a", 1, 1), part("a", 3, 3)));
        read(job, 0, new ByteRange(1, 1), new ByteRange(3, 1));
        assertThat(engine.ready(job.id()).chunks().get(0).state().hasEvidence(0))
                .isTrue();
        read(job, 4, new ByteRange(4, 2));
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void orInSeveralAfterACut() {
        Job job = get(asking(part("a", 0, 3)));
        read(job, 0, new ByteRange(0, 1));
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.IN_PROGRESS);
        read(job, 0, new ByteRange(1, 2));
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aWholeReadCountsForItsParts() {
        Job job = get(asking(part("a", 5, 1)));
        read(job, 4);
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void whatIsAskedForWholeBesidesItsPartsIsWhole() {
        Job job = get(asking(part("a", 0, 1), EngineFixture.object("a", 0)));
        assertThat(blobs(job)).hasSize(3).allMatch(blob -> blob.asked().isEmpty());
    }

    @Test
    void anEmptyObjectHasNoParts() {
        Job job = get(asking(part("empty", 0, 0)));
        assertThat(engine.take(job.id(), "empty", 0)).isEmpty();
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aPartBehindTheEndAndAVersionThatIsNotThereAreRefused() {
        assertThat(problemOf(asking(part("a", 10, 1)))).isEqualTo(Problem.INVALID);
        AskedObject other =
                new AskedObject(new ObjectName("a"), 0, Optional.empty(), Optional.of(new ObjectId(new UUID(5, 5))));
        assertThat(problemOf(asking(other))).isEqualTo(Problem.NO_SUCH_OBJECT);
    }
}
