package dev.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunkMarksTest {

    @Test
    void aHeldChunkIsPassedOverUntilItIsLetGo() {
        ChunkMarks marks = new ChunkMarks(4, false);
        marks.hold(0, true);
        marks.hold(1, true);
        marks.hold(3, true);
        assertThat(marks.nextToGrant()).isEqualTo(2);
        assertThat(marks.toGrantBefore(3)).isEqualTo(1);
        marks.grant(2);
        assertThat(marks.hasMoreToGrant()).isFalse();
        marks.hold(1, false);
        assertThat(marks.nextToGrant()).isEqualTo(1);
    }

    @Test
    void inOrderAHeldChunkHoldsUpThoseBehindIt() {
        ChunkMarks marks = new ChunkMarks(3, true);
        marks.hold(1, true);
        assertThat(marks.nextToGrant()).isZero();
        marks.grant(0);
        assertThat(marks.hasMoreToGrant()).isFalse();
        marks.hold(1, false);
        assertThat(marks.nextToGrant()).isEqualTo(1);
    }
}
