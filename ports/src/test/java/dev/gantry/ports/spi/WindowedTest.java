package dev.gantry.ports.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowedTest {

    private final List<CompletableFuture<String>> made = new ArrayList<>();

    private CompletableFuture<List<String>> map(int calls, int window) {
        List<Integer> asked = IntStream.range(0, calls).boxed().toList();
        return Windowed.map(asked, window, i -> {
                    made.add(new CompletableFuture<>());
                    return made.get(made.size() - 1);
                })
                .toCompletableFuture();
    }

    @Test
    void aFewAreUnderWayAndAnswersStandInOrder() {
        CompletableFuture<List<String>> all = map(3, 2);
        assertThat(made).hasSize(2);
        made.get(1).complete("b");
        assertThat(made).hasSize(3);
        made.get(2).complete("c");
        made.get(0).complete("a");
        assertThat(all.join()).containsExactly("a", "b", "c");
    }

    @Test
    void afterAFailureNoneIsMadeAndThoseUnderWayAreWaitedFor() {
        CompletableFuture<List<String>> all = map(9, 2);
        made.get(0).completeExceptionally(new IllegalStateException("full"));
        assertThat(all).isNotDone();
        made.get(1).complete("b");
        assertThat(made).hasSize(2);
        assertThatThrownBy(all::join).hasRootCauseMessage("full");
    }

    @Test
    void whatIsThrownIsAFailureToo() {
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> Windowed.map(List.of(1, 2, 3), 1, i -> {
                            calls.incrementAndGet();
                            throw new IllegalStateException("broken");
                        })
                        .toCompletableFuture()
                        .join())
                .hasRootCauseMessage("broken");
        assertThat(calls).hasValue(1);
    }

    @Test
    void anyNumberMayBeAnsweredAtOnce() {
        List<Integer> asked = IntStream.range(0, 100_000).boxed().toList();
        assertThat(Windowed.map(asked, 4, CompletableFuture::completedStage)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(asked);
    }
}
