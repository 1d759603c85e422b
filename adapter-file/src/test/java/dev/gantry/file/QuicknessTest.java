package dev.gantry.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class QuicknessTest {

    private static final int ENOUGH = 1_100;

    private long now;
    private final Quickness looks = new Quickness(() -> now);

    @Test
    void looksAreExpectedToBeQuickUntilFourAreSlow() throws IOException {
        for (int i = 0; i < 4; i++) {
            assertThat(looks.isExpected()).isTrue();
            slow();
        }

        assertThat(looks.isExpected()).isFalse();
    }

    @Test
    void aSlowLookNowAndThenChangesNothing() throws IOException {
        for (int i = 0; i < 100; i++) {
            slow();
            quick(100);
            assertThat(looks.isExpected()).isTrue();
        }
    }

    @Test
    void manyQuickLooksMakeUpForAnyNumberOfSlowOnes() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            slow();
        }
        quick(100);
        assertThat(looks.isExpected()).isFalse();

        quick(ENOUGH);

        assertThat(looks.isExpected()).isTrue();
    }

    @Test
    void aLookThatFailsCountsAsOneThatDoesNot() throws IOException {
        for (int i = 0; i < 4; i++) {
            try {
                looks.timed(() -> {
                    now += Quickness.QUICK_NANOS + 1;
                    throw new IOException("a broken disk");
                });
            } catch (IOException e) {
                assertThat(e).hasMessage("a broken disk");
            }
        }

        assertThat(looks.isExpected()).isFalse();
    }

    private void slow() throws IOException {
        looks.timed(() -> now += Quickness.QUICK_NANOS + 1);
    }

    private void quick(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            looks.timed(() -> now += Quickness.QUICK_NANOS / 20);
        }
    }
}
