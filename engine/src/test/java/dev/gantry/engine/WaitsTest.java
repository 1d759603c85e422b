package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.Priority;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Wait;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Waits.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each chunk that does not move has one reason, and the right one. */
class WaitsTest {

    private static final long FLOOR = 1 << 20;
    private static final StoreId STORE = new StoreId("memory");

    private final ManualEnvironment environment = new ManualEnvironment();
    private final TroubledProvider store = new TroubledProvider(new MemoryProvider(STORE, environment.blocking()));
    private final EngineFixture engine = new EngineFixture(get(Gantry.builder()
                    .store(store)
                    .inMemory()
                    .environment(environment)
                    .settings(EngineSettings.defaults().withSlots(1).withFreeSpaceFloor(FLOOR))
                    .start()))
            .withBucket();

    @AfterEach
    void close() {
        engine.close();
    }

    private List<Waiting> waits(Job job) {
        return get(engine.api.waits().of(job.id(), 0, 1000));
    }

    private List<Wait> reasons(Job job) {
        return waits(job).stream().map(Waiting::why).toList();
    }

    /** So many chunks, since each object fills one. */
    private Job put(String name, int chunks) {
        return engine.putJob(
                0,
                IntStream.range(0, chunks)
                        .mapToObj(i -> object(name + i, 1L << 30))
                        .toArray(AskedObject[]::new));
    }

    private void change(JobId job, Priority priority) {
        get(engine.api.jobs().modify(job, new JobChange(Optional.empty(), Optional.of(priority), Optional.empty())));
    }

    @Test
    void whatNobodyHasAskedForWaitsForItsClient() {
        Job job = put("a", 2);
        Wait idle = new Wait.ClientIdle(environment.now(), false);
        assertThat(reasons(job)).containsExactly(idle, idle);
        environment.pass(Duration.ofSeconds(7));
        assertThat(reasons(job)).as("asking is no sign of life").containsExactly(idle, idle);
    }

    @Test
    void aGrantedChunkWaitsForItsClientAndTheNextForTheirTurns() {
        Job job = put("a", 30);
        engine.ready(job.id());
        assertThat(reasons(job))
                .hasSize(30)
                .startsWith(
                        new Wait.ClientIdle(environment.now(), true),
                        new Wait.Behind(0, Priority.NORMAL),
                        new Wait.Behind(1, Priority.NORMAL));
        Instant begin = environment.now();
        environment.pass(EngineSettings.defaults().presence());
        assertThat(reasons(job)).last().isEqualTo(new Wait.ClientIdle(begin, false));
    }

    @Test
    void aChangeOfPriorityMovesTheNextGrantAndTheWaitTellsByHowMuch() {
        Job first = put("a", 50);
        Job second = put("b", 50);
        Job moved = put("c", 2);
        change(first.id(), Priority.URGENT);
        change(second.id(), Priority.URGENT);
        change(moved.id(), Priority.LOW);
        long before = ((Wait.Behind) reasons(moved).get(1)).grants();
        change(moved.id(), Priority.HIGH);
        long after = ((Wait.Behind) reasons(moved).get(1)).grants();
        assertThat(before).isEqualTo(9);
        assertThat(after).isEqualTo(3);
    }

    @Test
    void anEstimateComesFromTheGrantsOfTheLastTime() {
        Job first = put("a", 50);
        Job second = put("b", 50);
        engine.ready(first.id());
        engine.ready(second.id());
        assertThat(waits(first).get(1).about()).isEmpty();
        environment.pass(Duration.ofSeconds(20));
        Waiting last = waits(first).stream()
                .filter(waiting -> waiting.why() instanceof Wait.Behind)
                .skip(2)
                .findFirst()
                .orElseThrow();
        Duration left = Duration.between(environment.now(), last.about().orElseThrow());
        assertThat(left).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
    }

    @Test
    void aJobLeavesOnlySoManyChunksUnfinished() {
        Job job = put("a", 70);
        engine.ready(job.id());
        List<Wait> reasons = reasons(job);
        assertThat(reasons.get(63)).isEqualTo(new Wait.Behind(62, Priority.NORMAL));
        assertThat(reasons.get(64)).isEqualTo(new Wait.Unfinished(64, 64));
        assertThat(reasons.get(69)).isEqualTo(new Wait.Unfinished(69, 64));
    }

    @Test
    void aFullStoreIsTheReasonUntilThereIsRoom() {
        Job job = put("a", 1);
        store.free = 17;
        engine.ready(job.id());
        assertThat(reasons(job)).containsExactly(new Wait.StoreFull(STORE, 17, FLOOR));
        store.free = 1L << 50;
        engine.ready(job.id());
        assertThat(reasons(job)).containsExactly(new Wait.ClientIdle(environment.now(), true));
    }

    @Test
    void aDataRequestThatWaitsForASlotTellsHowManyAreBeforeIt() {
        engine.putWhole("x", new byte[] {1});
        Job one = engine.getJob("x");
        Job other = engine.getJob("x");
        try (Read held = get(engine.read(one.id(), "x", 0))) {
            assertThat(reasons(one)).as("it moves").isEmpty();
            CompletableFuture<Read> waiting = engine.read(other.id(), "x", 0).toCompletableFuture();
            List<Wait> told = reasons(other);
            for (int i = 0; i < 1000 && !(told.get(0) instanceof Wait.Behind); i++) {
                told = reasons(other);
            }
            assertThat(told).containsExactly(new Wait.Behind(0, Priority.HIGH));
            get(held.delivered());
            waiting.join().close();
        }
    }

    @Test
    void aStoreThatFailsIsNamedAndLeftAloneInTheEnd() {
        engine.putWhole("x", new byte[] {1});
        Job reading = engine.getJob("x");
        Job verifying;
        try (Read held = get(engine.read(reading.id(), "x", 0))) {
            verifying = get(engine.api
                            .jobs()
                            .create(
                                    EngineFixture.request(JobKind.VERIFY, 0),
                                    List.of(object("x", 0)).iterator()))
                    .job();
            assertThat(reasons(verifying)).containsExactly(new Wait.Behind(0, Priority.LOW));
            store.away = true;
            get(held.delivered());
        }
        assertThat(next(verifying)).isEqualTo(new Wait.StoreFailed(STORE));
        Wait why = next(verifying);
        while (!why.equals(new Wait.BreakerOpen(STORE))) {
            assertThat(why).isEqualTo(new Wait.StoreFailed(STORE));
            environment.pass(Duration.ofSeconds(1));
            why = next(verifying);
        }
        assertThat(waits(verifying).get(0).about()).isPresent();
    }

    /** The reason once the chunk does not move, while time passes. */
    private Wait next(Job job) {
        while (reasons(job).isEmpty()) {
            environment.pass(Duration.ofMillis(200));
        }
        return reasons(job).get(0);
    }

    @Test
    void theWaitsOfAJobAreToldInPagesAndToItsOwnerOnly() {
        Job job = put("a", 5);
        assertThat(get(engine.api.waits().of(job.id(), 1, 2)))
                .extracting(Waiting::chunk)
                .containsExactly(1, 2);
        assertThat(get(engine.api.waits().of(job.id(), 5, 2))).isEmpty();
        assertThat(EngineFixture.problemOf(
                        engine.gantry.as(EngineFixture.OTHER).waits().of(job.id(), 0, 10)))
                .isEqualTo(Problem.FORBIDDEN);
        get(engine.api.jobs().cancel(job.id(), "enough"));
        assertThat(reasons(job)).isEmpty();
    }
}
