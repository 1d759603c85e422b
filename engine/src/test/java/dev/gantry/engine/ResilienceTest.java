package dev.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.ports.spi.ProviderException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a store that fails is asked again, on a clock that only the test moves. */
class ResilienceTest {

    private final ManualEnvironment environment = new ManualEnvironment();
    private final Resilience resilience = new Resilience("tape", environment, 5);
    private int calls;

    @AfterEach
    void close() {
        environment.close();
    }

    /** A store whose answers, counted from 1, fail where {@code failure} gives one. */
    private CompletionStage<String> ask(IntFunction<ProviderException> failure) {
        ProviderException now = failure.apply(++calls);
        return now == null ? CompletableFuture.completedStage("here") : CompletableFuture.failedStage(now);
    }

    private static ProviderException away() {
        return new ProviderException.Unavailable("away", null);
    }

    private static ProviderException throttled(int seconds) {
        return new ProviderException.Throttled("slow down", Duration.ofSeconds(seconds));
    }

    @Test
    void whatPassesIsAskedAgainUntilItWorks() {
        CompletableFuture<String> answer = resilience
                .repeatable(() -> ask(call -> call < 4 ? away() : null))
                .toCompletableFuture();
        environment.pass(Duration.ofSeconds(6));
        assertThat(answer).isCompletedWithValue("here");
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void storeThatAsksForSomeSecondsGetsThem() {
        CompletableFuture<String> answer = resilience
                .repeatable(() -> ask(call -> call == 1 ? throttled(7) : null))
                .toCompletableFuture();
        environment.pass(Duration.ofMillis(6_999));
        assertThat(calls).isEqualTo(1);
        environment.pass(Duration.ofMillis(1));
        assertThat(answer).isCompletedWithValue("here");
    }

    @Test
    void storeThatAsksForMinutesIsNotAskedAgainAndItsCallerHearsHowLong() {
        CompletableFuture<String> answer =
                resilience.repeatable(() -> ask(call -> throttled(60))).toCompletableFuture();
        assertThatThrownBy(answer::join)
                .cause()
                .isInstanceOfSatisfying(
                        ProviderException.Throttled.class,
                        told -> assertThat(told.retryAfter()).contains(Duration.ofSeconds(60)));
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void storeThatKeepsFailingIsLeftAloneAndThenTriedAgain() {
        for (int call = 0; call < 10; call++) {
            assertThat(resilience.once(() -> ask(n -> away())).toCompletableFuture())
                    .isCompletedExceptionally();
        }
        assertThat(resilience.closedUntil()).contains(environment.now().plusSeconds(5));
        assertThatThrownBy(() -> resilience
                        .once(() -> ask(n -> null))
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("store tape has failed too often");
        assertThat(calls).isEqualTo(10);
        environment.pass(Duration.ofMillis(5_001));
        assertThat(resilience.once(() -> ask(n -> null)).toCompletableFuture()).isCompletedWithValue("here");
    }
}
