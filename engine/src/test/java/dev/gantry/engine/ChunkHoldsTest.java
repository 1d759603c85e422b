package dev.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Wait;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChunkHoldsTest {

    private static final ChunkHolds.Hold OFFLINE =
            new ChunkHolds.Hold(new Wait.Offline(List.of("TAPE01")), Optional.empty());

    @Test
    void aHeldChunkIsPassedOverUntilItIsLetGo() {
        ChunkMarks marks = new ChunkMarks(4, false);
        ChunkHolds holds = new ChunkHolds(marks);
        holds.hold(0, OFFLINE);
        holds.hold(1, OFFLINE);
        holds.hold(3, OFFLINE);
        assertThat(marks.nextToGrant()).isEqualTo(2);
        assertThat(marks.toGrantBefore(3)).isEqualTo(1);
        marks.grant(2);
        assertThat(marks.hasMoreToGrant()).isFalse();
        assertThat(holds.of(1)).contains(OFFLINE);
        holds.letGo(1);
        assertThat(marks.nextToGrant()).isEqualTo(1);
        assertThat(holds.of(1)).isEmpty();
    }

    @Test
    void inOrderAHeldChunkHoldsUpThoseBehindIt() {
        ChunkMarks marks = new ChunkMarks(3, true);
        ChunkHolds holds = new ChunkHolds(marks);
        holds.hold(1, OFFLINE);
        assertThat(marks.nextToGrant()).isZero();
        marks.grant(0);
        assertThat(marks.hasMoreToGrant()).isFalse();
        holds.letGo(1);
        assertThat(marks.nextToGrant()).isEqualTo(1);
    }
}
