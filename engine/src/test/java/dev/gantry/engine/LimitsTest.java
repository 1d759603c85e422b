package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Job;
import dev.gantry.domain.Limit;
import dev.gantry.domain.Limit.Scope;
import dev.gantry.domain.Permit;
import dev.gantry.domain.Wait;
import dev.gantry.ports.api.Blobs.Received;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Waits.Waiting;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final int MIB = 1 << 20;

    private final ManualEnvironment environment = new ManualEnvironment();
    private final EngineFixture engine = EngineFixture.inMemory(
                    EngineSettings.defaults().withSlots(4), environment)
            .withBucket();

    @AfterEach
    void close() {
        engine.close();
    }

    private Limit set(Scope scope, String name, long bandwidth, int slots) {
        return get(engine.api
                .limits()
                .set(new Limit(
                        scope,
                        name,
                        bandwidth > 0 ? OptionalLong.of(bandwidth) : OptionalLong.empty(),
                        slots > 0 ? OptionalInt.of(slots) : OptionalInt.empty())));
    }

    private Duration timeOf(CompletableFuture<?> transfer) {
        long begin = environment.nanos();
        for (int i = 0; i < 500 && !endsSoon(transfer); i++) {
            environment.pass(Duration.ofMillis(10));
        }
        transfer.join();
        return Duration.ofNanos(environment.nanos() - begin);
    }

    /** Gives threads the time that the test's clock does not measure. */
    private static boolean endsSoon(CompletableFuture<?> transfer) {
        return transfer.copy()
                .thenApply(done -> true)
                .completeOnTimeout(false, 20, TimeUnit.MILLISECONDS)
                .join();
    }

    private CompletableFuture<Received> put(String name) {
        Job job = engine.putJob(0, object(name, MIB));
        return engine.put(job.id(), name, 0, new byte[MIB]).toCompletableFuture();
    }

    @Test
    void theNextTransferOfALimitedUserWaitsForTheBandwidthThatTheLastOneTook() {
        set(Scope.USER, "root", MIB, 0);
        timeOf(put("a"));
        assertThat(timeOf(put("b"))).isBetween(Duration.ofMillis(800), Duration.ofSeconds(4));
        set(Scope.USER, "root", 0, 0);
        put("c").join();
    }

    @Test
    void theBandwidthOfAStoreHoldsForReadsToo() {
        engine.putWhole("a", new byte[MIB]);
        Job first = engine.getJob("a");
        Job second = engine.getJob("a");
        set(Scope.STORE, "memory", MIB, 0);
        engine.take(first.id(), "a", 0);
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> engine.take(second.id(), "a", 0));
        assertThat(timeOf(read)).isBetween(Duration.ofMillis(800), Duration.ofSeconds(4));
    }

    @Test
    void aUserWithOneSlotIsToldSoAndGoesOnWhenItMayHaveMore() {
        set(Scope.USER, "root", 0, 1);
        Job job = engine.putJob(0, object("a", 1L << 30), object("b", 1L << 30));
        assertThat(engine.ready(job.id()).chunks()).hasSize(1);
        assertThat(get(engine.api.waits().of(job.id(), 1, 10)))
                .extracting(Waiting::why)
                .containsExactly(new Wait.UsedUp(Permit.SLOTS, "user root"));
        set(Scope.USER, "root", 0, 2);
        assertThat(engine.ready(job.id()).chunks()).hasSize(2);
    }

    @Test
    void theSlotsOfAStoreAreChangedWhileItRuns() {
        Job job = engine.putJob(0, object("a", 1L << 30), object("b", 1L << 30), object("c", 1L << 30));
        set(Scope.STORE, "memory", 0, 1);
        assertThat(engine.ready(job.id()).chunks()).hasSize(1);
        set(Scope.STORE, "memory", 0, 2);
        assertThat(engine.ready(job.id()).chunks()).hasSize(2);
        set(Scope.STORE, "memory", 0, 0);
        assertThat(engine.ready(job.id()).chunks())
                .as("as the engine's settings say")
                .hasSize(3);
    }

    @Test
    void limitsAreListedAndForAdministratorsAlone() {
        Limit user = set(Scope.USER, "root", MIB, 3);
        Limit store = set(Scope.STORE, "memory", 0, 2);
        set(Scope.USER, "ann", 0, 0);
        assertThat(get(engine.api.limits().list())).containsExactly(store, user);
        assertThat(EngineFixture.problemOf(
                        engine.gantry.as(EngineFixture.OTHER).limits().list()))
                .isEqualTo(Problem.FORBIDDEN);
        assertThat(EngineFixture.problemOf(
                        engine.gantry.as(EngineFixture.OTHER).limits().set(user)))
                .isEqualTo(Problem.FORBIDDEN);
        assertThat(EngineFixture.problemOf(engine.api.limits().set(Limit.none(Scope.STORE, "nowhere"))))
                .isEqualTo(Problem.INVALID);
    }
}
