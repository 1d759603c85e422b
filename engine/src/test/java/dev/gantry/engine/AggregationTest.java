package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static dev.gantry.engine.EngineFixture.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.ChunkId;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Ordering;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.Created;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AggregationTest {

    private final ManualEnvironment time = new ManualEnvironment();
    private final EngineFixture engine =
            EngineFixture.inMemory(EngineSettings.defaults(), time).withBucket();

    @AfterEach
    void close() {
        engine.close();
    }

    private Created start(JobKind kind, Ordering ordering, AskedObject... asked) {
        JobRequest request = new JobRequest(
                kind,
                EngineFixture.BUCKET,
                "a",
                Optional.empty(),
                ordering,
                OptionalLong.empty(),
                Set.of(JobOption.AGGREGATING));
        return get(engine.api.jobs().create(request, List.of(asked).iterator()));
    }

    private Created put(String name) {
        return start(JobKind.PUT, Ordering.NONE, object(name, 1));
    }

    @Test
    void laterCreationsJoinTheJobAndHearOnlyOfTheirOwnChunks() {
        Created first = put("a");
        Created second = put("b");
        assertThat(second.job().id()).isEqualTo(first.job().id());
        assertThat(second.firstChunk()).isEqualTo(1);
        assertThat(second.chunks()).isEqualTo(1);
        assertThat(second.job().size().bytes()).isEqualTo(2);
        assertThat(engine.ready(first.job().id()).chunks()).hasSize(2);
        get(engine.put(first.job().id(), "b", 0, new byte[1]));
        assertThat(engine.job(first.job().id()).isActive()).isTrue();
        get(engine.put(first.job().id(), "a", 0, new byte[1]));
        assertThat(engine.job(first.job().id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void nothingJoinsAJobThatHasEndedIsClosedOrIsOlderThanThirtyMinutes() {
        Created ended = put("a");
        get(engine.put(ended.job().id(), "a", 0, new byte[1]));
        Created closed = put("b");
        assertThat(closed.job().id()).isNotEqualTo(ended.job().id());
        get(engine.api.jobs().modify(closed.job().id(), JobChange.CLOSED));
        Created old = put("c");
        assertThat(old.job().id()).isNotEqualTo(closed.job().id());
        time.pass(Duration.ofMinutes(30));
        assertThat(put("d").job().id()).isNotEqualTo(old.job().id());
    }

    @Test
    void kindOrderingAndOwnerMustBeTheSameAndReadsMustNotRepeatAName() {
        engine.putWhole("x", new byte[1]);
        engine.putWhole("y", new byte[1]);
        Created put = put("a");
        Created get = start(JobKind.GET, Ordering.NONE, object("x", 0));
        assertThat(get.job().id()).isNotEqualTo(put.job().id());
        assertThat(start(JobKind.GET, Ordering.IN_ORDER, object("y", 0)).job().id())
                .isNotEqualTo(get.job().id());
        assertThat(start(JobKind.GET, Ordering.NONE, object("x", 0)).job().id())
                .isNotEqualTo(get.job().id());
        Created joined = start(JobKind.GET, Ordering.NONE, object("y", 0));
        engine.take(joined.job().id(), "y", 0);
        assertThat(joined.job().progress().cachedBytes())
                .isEqualTo(joined.job().size().bytes());
    }

    @Test
    void aNameThatTheJobHasIsAConflictAndItsChunksAreNotAllocated() {
        Created first = put("a");
        JobRequest request = new JobRequest(
                JobKind.PUT,
                EngineFixture.BUCKET,
                "a",
                Optional.empty(),
                Ordering.NONE,
                OptionalLong.empty(),
                Set.of(JobOption.AGGREGATING));
        assertThat(problemOf(engine.api
                        .jobs()
                        .create(request, List.of(object("a", 1)).iterator())))
                .isEqualTo(Problem.CONFLICT);
        ChunkId chunk = get(engine.api.chunks().page(first.job().id(), 0, 1))
                .get(0)
                .chunk()
                .id();
        assertThat(problemOf(engine.api.chunks().allocate(chunk))).isEqualTo(Problem.NO_SUCH_CHUNK);
    }
}
