package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobStatus;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Chunks.Listing;
import dev.gantry.ports.api.Chunks.Ready;
import dev.gantry.ports.api.Jobs.AskedObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs of several chunks: 2,500 objects make three. */
class ReadyListTest {

    private static final int OBJECTS = 2_500;

    private final EngineFixture engine =
            EngineFixture.inMemory(EngineSettings.defaults().withSlots(2)).withBucket();

    @AfterEach
    void close() {
        engine.close();
    }

    private static String name(int i) {
        return "object-%05d".formatted(i);
    }

    private Job stored() {
        AskedObject[] objects =
                IntStream.range(0, OBJECTS).mapToObj(i -> object(name(i), 1)).toArray(AskedObject[]::new);
        Job put = engine.putJob(0, objects);
        IntStream.range(0, OBJECTS).forEach(i -> get(engine.put(put.id(), name(i), 0, new byte[] {(byte) i})));
        assertThat(engine.job(put.id()).status()).isEqualTo(JobStatus.COMPLETED);
        return engine.getJob(
                IntStream.range(0, OBJECTS).mapToObj(ReadyListTest::name).toArray(String[]::new));
    }

    private static List<String> names(Ready ready) {
        return ready.chunks().stream()
                .flatMap(chunk -> chunk.chunk().blobs().stream())
                .map(blob -> blob.name().value())
                .toList();
    }

    /** The real client's loop: takes what is new to it, polls at once, and stops when a list holds nothing new. */
    private Set<String> loop(JobId job, int mostPolls) {
        Set<String> taken = new HashSet<>();
        for (int poll = 0; poll < mostPolls; poll++) {
            Ready ready = engine.ready(job);
            List<String> fresh =
                    names(ready).stream().filter(n -> !taken.contains(n)).toList();
            if (fresh.isEmpty() && !ready.chunks().isEmpty()) {
                return taken;
            }
            fresh.forEach(n -> engine.take(job, n, 0));
            taken.addAll(fresh);
            if (taken.size() == OBJECTS) {
                return taken;
            }
        }
        throw new AssertionError("the client still polls");
    }

    @Test
    void aClientThatStopsAtNothingNewGetsEverything() {
        Job job = stored();
        assertThat(loop(job.id(), 10)).hasSize(OBJECTS);
        assertThat(engine.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aBlobThatIsNeverTakenDoesNotHideTheChunksBehindIt() {
        Job job = stored();
        Ready first = engine.ready(job.id());
        assertThat(first.chunks()).extracting(c -> c.chunk().number()).containsExactly(0, 1);
        names(first).stream().skip(1).forEach(n -> engine.take(job.id(), n, 0));
        Ready second = engine.ready(job.id());
        assertThat(names(second)).contains(name(OBJECTS - 1));
        assertThat(second.chunks()).extracting(c -> c.chunk().number()).containsExactly(0, 2);
        names(second).stream().filter(n -> !n.equals(name(0))).skip(999).forEach(n -> engine.take(job.id(), n, 0));
        assertThat(names(engine.ready(job.id()))).contains(name(0));
    }

    @Test
    void nothingOldIsListedAloneWhileAChunkWasNeverListed() {
        Job job = stored();
        assertThat(engine.ready(job.id()).chunks()).hasSize(2);
        Ready second = engine.ready(job.id());
        assertThat(second.chunks()).isEmpty();
        assertThat(second.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aChunkWhoseLastBlobIsOnItsWayOutLeavesTheListAndTheNextOneComes() {
        Job job = stored();
        List<Blob> first = engine.ready(job.id()).chunks().get(0).chunk().blobs();
        first.stream().skip(1).forEach(b -> engine.take(job.id(), b.name().value(), 0));
        try (Read last = get(engine.read(job.id(), first.get(0).name().value(), 0))) {
            assertThat(engine.ready(job.id()).chunks())
                    .extracting(Listing::chunk)
                    .noneMatch(c -> c.number() == 0);
            get(last.delivered());
        }
        assertThat(engine.ready(job.id()).chunks())
                .extracting(c -> c.chunk().number())
                .containsExactly(1, 2);
    }

    @Test
    void aSilentChunkGivesItsSlotToTheNextAndIsStillAccepted() {
        EngineSettings impatient = new EngineSettings(
                1, Duration.ofMillis(1), Duration.ofSeconds(60), Duration.ofSeconds(60), 1 << 20, 0, 4);
        try (EngineFixture other = EngineFixture.inMemory(impatient).withBucket()) {
            AskedObject[] objects = IntStream.range(0, OBJECTS)
                    .mapToObj(i -> object(name(i), 1))
                    .toArray(AskedObject[]::new);
            Job job = other.putJob(0, objects);
            Set<Integer> seen = new HashSet<>();
            while (seen.size() < 3) {
                other.ready(job.id()).chunks().forEach(c -> seen.add(c.chunk().number()));
            }
            IntStream.range(0, OBJECTS).forEach(i -> get(other.put(job.id(), name(i), 0, new byte[] {1})));
            assertThat(other.job(job.id()).status()).isEqualTo(JobStatus.COMPLETED);
        }
    }
}
