package dev.gantry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GrantQueueTest {

    private final GrantQueue queue = new GrantQueue();

    private static JobId job(int n) {
        return new JobId(new UUID(0, n));
    }

    private static UserId owner(int n) {
        return new UserId(new UUID(1, n));
    }

    @Test
    void prioritiesShareByWeightAndNoneIsLeftOut() {
        Map<JobId, Priority> jobs = new HashMap<>();
        for (Priority priority : Priority.values()) {
            jobs.put(job(priority.place()), priority);
            queue.offer(job(priority.place()), owner(1), priority);
        }
        Map<Priority, Integer> turns = new EnumMap<>(Priority.class);
        int sum = 63;
        for (int i = 0; i < sum; i++) {
            turns.merge(jobs.get(queue.next().orElseThrow()), 1, Integer::sum);
        }
        for (Priority priority : Priority.values()) {
            assertThat(turns.get(priority)).as(priority.name()).isEqualTo(priority.weight());
        }
    }

    @Test
    void withinAPriorityOwnersTakeTurnsWhateverTheNumberOfTheirJobs() {
        for (int i = 0; i < 10; i++) {
            queue.offer(job(i), owner(1), Priority.NORMAL);
        }
        queue.offer(job(100), owner(2), Priority.NORMAL);
        int second = 0;
        for (int i = 0; i < 20; i++) {
            second += queue.next().orElseThrow().equals(job(100)) ? 1 : 0;
        }
        assertThat(second).isEqualTo(10);
    }

    @Test
    void anOwnersJobsTakeTurns() {
        queue.offer(job(1), owner(1), Priority.NORMAL);
        queue.offer(job(2), owner(1), Priority.NORMAL);
        assertThat(queue.next()).contains(job(1));
        assertThat(queue.next()).contains(job(2));
        assertThat(queue.next()).contains(job(1));
    }

    @Test
    void aNewPriorityTakesEffectAtTheNextTurn() {
        queue.offer(job(1), owner(1), Priority.URGENT);
        queue.offer(job(2), owner(1), Priority.LOW);
        queue.next();
        queue.offer(job(2), owner(1), Priority.CRITICAL);
        assertThat(queue.next()).contains(job(2));
    }

    @Test
    void whoIsWithdrawnGetsNoTurn() {
        queue.offer(job(1), owner(1), Priority.NORMAL);
        queue.withdraw(job(1));
        queue.withdraw(job(1));
        assertThat(queue.next()).isEmpty();
        assertThat(queue.size()).isZero();
    }

    @Test
    void aPriorityThatWasAwayHasNeitherGainedNorLost() {
        queue.offer(job(1), owner(1), Priority.URGENT);
        queue.offer(job(2), owner(2), Priority.LOW);
        assertThat(queue.next()).contains(job(1));
        assertThat(queue.next()).contains(job(2));
        for (int i = 0; i < 7; i++) {
            queue.withdraw(job(2));
            queue.offer(job(2), owner(2), Priority.LOW);
            assertThat(queue.next()).as("grant %d", i).contains(job(1));
            queue.withdraw(job(1));
            queue.offer(job(1), owner(1), Priority.URGENT);
        }
        assertThat(queue.next()).contains(job(1));
        assertThat(queue.next()).contains(job(2));
    }

    @Test
    void anOwnerThatComesBackStandsBehindThoseWhoStayed() {
        for (int i = 1; i <= 3; i++) {
            queue.offer(job(i), owner(i), Priority.NORMAL);
        }
        assertThat(queue.next()).contains(job(1));
        queue.withdraw(job(1));
        queue.offer(job(1), owner(1), Priority.NORMAL);
        assertThat(queue.next()).contains(job(2));
        queue.withdraw(job(2));
        queue.offer(job(2), owner(2), Priority.NORMAL);
        assertThat(queue.next()).contains(job(3));
        assertThat(queue.next()).contains(job(1));
    }

    @Test
    void aChangeOfPriorityMovesTheNextGrantByWhatTheWeightsSay() {
        for (int i = 1; i <= 4; i++) {
            queue.offer(job(i), owner(i), Priority.URGENT);
        }
        queue.offer(job(9), owner(9), Priority.LOW);
        for (int i = 0; i < 4; i++) {
            queue.next();
        }
        assertThat(queue.next()).isNotEqualTo(job(9));
        long asLow = queue.ahead(job(9)).orElseThrow().applyAsLong(0);
        queue.offer(job(9), owner(9), Priority.HIGH);
        long asHigh = queue.ahead(job(9)).orElseThrow().applyAsLong(0);
        assertThat(asHigh).isLessThan(asLow);
        for (long i = 0; i < asHigh; i++) {
            assertThat(queue.next()).isNotEqualTo(Optional.of(job(9)));
        }
        assertThat(queue.next()).contains(job(9));
    }

    @Test
    void theReserveIsClosedToCriticalAndUrgentAndCostsNobodyAnything() {
        queue.offer(job(1), owner(1), Priority.CRITICAL);
        queue.offer(job(2), owner(2), Priority.URGENT);
        assertThat(queue.nextOfReserve()).isEmpty();
        assertThat(queue.hasNextOfReserve()).isFalse();
        queue.offer(job(3), owner(3), Priority.BACKGROUND);
        for (int i = 0; i < 10; i++) {
            assertThat(queue.nextOfReserve()).contains(job(3));
        }
        assertThat(queue.next()).contains(job(1));
        assertThat(queue.next()).contains(job(2));
        assertThat(queue.next()).contains(job(3));
    }

    @Test
    void anOwnerThatIsHeldBackGetsNoTurnUntilItIsLetOn() {
        queue.holdBack(owner(1));
        queue.offer(job(1), owner(1), Priority.URGENT);
        queue.offer(job(2), owner(2), Priority.LOW);
        assertThat(queue.next()).contains(job(2));
        assertThat(queue.ahead(job(1))).isEmpty();
        queue.letOn(owner(1));
        assertThat(queue.next()).contains(job(1));
        queue.holdBack(owner(2));
        queue.withdraw(job(2));
        queue.letOn(owner(2));
        queue.withdraw(job(1));
        assertThat(queue.next()).isEmpty();
    }
}
