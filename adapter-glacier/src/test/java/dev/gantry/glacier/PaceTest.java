package dev.gantry.glacier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final List<Duration> pauses = new ArrayList<>();
    private long now = Long.MAX_VALUE - 10; // nanoTime runs over
    private final Pace pace = new Pace(10, () -> now, pause -> {
        pauses.add(pause);
        return CompletableFuture.completedStage(null);
    });

    private List<Duration> turns(int count) {
        pauses.clear();
        for (int i = 0; i < count; i++) {
            pace.turn();
        }
        return List.copyOf(pauses);
    }

    @Test
    void requestsGoOutOneAfterTheOther() {
        assertThat(turns(4)).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300));
        now += Duration.ofMillis(250).toNanos();
        assertThat(turns(1)).containsExactly(Duration.ofMillis(150));
    }

    @Test
    void idleTimeIsNotSavedUp() {
        turns(1);
        now += Duration.ofHours(1).toNanos();
        assertThat(turns(3)).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    }
}
