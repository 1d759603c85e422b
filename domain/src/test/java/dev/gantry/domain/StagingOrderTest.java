package dev.gantry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.StagingOrder.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StagingOrderTest {

    private static final Medium TAPE = new Medium("A");

    private static Candidate at(int job, Priority priority, Medium medium, long position) {
        Extent first = new Extent(medium, position, new ByteRange(0, 1));
        return new Candidate(new JobId(new UUID(0, job)), priority, 0, Optional.of(first));
    }

    @Test
    void whatLiesOnTheSameMediumGoesAlongInOrderOfPosition() {
        Candidate turn = at(1, Priority.NORMAL, TAPE, 50);
        Candidate before = at(2, Priority.NORMAL, TAPE, 10);
        Candidate behind = at(3, Priority.HIGH, TAPE, 90);
        Candidate elsewhere = at(4, Priority.NORMAL, new Medium("B"), 0);
        assertThat(StagingOrder.together(turn, List.of(behind, elsewhere, turn, before)))
                .containsExactly(before, turn, behind);
    }

    @Test
    void lowerPriorityGoesAlongBehindEvenWhereItLiesInFront() {
        Candidate turn = at(1, Priority.NORMAL, TAPE, 50);
        Candidate low = at(2, Priority.LOW, TAPE, 10);
        Candidate urgent = at(3, Priority.URGENT, TAPE, 90);
        assertThat(StagingOrder.together(turn, List.of(low, turn, urgent))).containsExactly(turn, urgent, low);
    }

    @Test
    void nothingGoesAlongWhereTheStoreNamesNoMedia() {
        Candidate turn = new Candidate(new JobId(new UUID(0, 1)), Priority.NORMAL, 0, Optional.empty());
        Candidate other = new Candidate(new JobId(new UUID(0, 2)), Priority.NORMAL, 0, Optional.empty());
        assertThat(StagingOrder.together(turn, List.of(other, turn))).containsExactly(turn);
    }
}
