package dev.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.payload.Pace;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BandwidthTest {

    private static final long RATE = 1 << 20;

    private long now;
    private final Bandwidth bandwidth = new Bandwidth(() -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private Duration wait(double upTo) {
        return Duration.ofNanos(Math.max(0, bandwidth.nanosUntil(upTo)));
    }

    @Test
    void withoutALimitNothingWaits() {
        assertThat(wait(bandwidth.take(1L << 40))).isZero();
        assertThat(bandwidth.part()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void soManyBytesASecondMoveAndNoMoreHoweverManyTakeThem() {
        bandwidth.set(OptionalLong.of(RATE));
        long moved = 0;
        double[] taken = new double[3];
        for (int i = 0; i < 3; i++) {
            taken[i] = bandwidth.take(bandwidth.part());
        }
        for (int step = 0; step < 10_000; step++) {
            pass(Duration.ofMillis(1));
            for (int i = 0; i < 3; i++) {
                if (wait(taken[i]).isZero()) {
                    moved += bandwidth.part();
                    taken[i] = bandwidth.take(bandwidth.part());
                }
            }
        }
        assertThat((double) moved).isBetween(9.7 * RATE, 10.3 * RATE);
    }

    @Test
    void whoTookFirstMovesFirst() {
        bandwidth.set(OptionalLong.of(RATE));
        double first = bandwidth.take(RATE);
        double second = bandwidth.take(1);
        assertThat(wait(first)).isEqualTo(Duration.ofSeconds(1));
        assertThat(wait(second)).isGreaterThan(wait(first));
        pass(Duration.ofSeconds(2));
        assertThat(wait(second)).isZero();
    }

    @Test
    void whatNobodyTookIsLostButForAMoment() {
        bandwidth.set(OptionalLong.of(RATE));
        pass(Duration.ofHours(1));
        assertThat(wait(bandwidth.take(RATE / 8))).isZero();
        assertThat(wait(bandwidth.take(RATE))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aNewLimitHoldsForThoseWhoWaitToo() {
        bandwidth.set(OptionalLong.of(RATE));
        double taken = bandwidth.take(100 * RATE);
        assertThat(wait(taken)).isEqualTo(Duration.ofSeconds(100));
        bandwidth.set(OptionalLong.of(10 * RATE));
        assertThat(wait(taken)).isZero();
        bandwidth.take(100 * RATE);
        bandwidth.set(OptionalLong.empty());
        assertThat(wait(bandwidth.take(100 * RATE))).isZero();
    }

    @Test
    void aTransferTakesWhatNobodyTookOnItsWayAndBothItsLimitsHold() {
        bandwidth.set(OptionalLong.of(RATE));
        Bandwidth other = new Bandwidth(() -> now);
        TransferPace first = new TransferPace(other, bandwidth);
        Pace.Turn part = first.take(RATE / 2);
        first.moved(RATE);
        first.moved(RATE);
        Pace.Turn next = new TransferPace(other, bandwidth).take(0);
        assertThat(next.nanosLeft()).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(part.nanosLeft()).isEqualTo(Duration.ofMillis(500).toNanos());
    }
}
