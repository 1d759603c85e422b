package dev.gantry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
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
            jobs.put(job(priority.ordinal()), priority);
            queue.offer(job(priority.ordinal()), owner(1), priority);
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
}
