package dev.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.GrantQueue;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Role;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slots under load, on a clock that only the test moves. */
class SlotPoolTest {

    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final ManualEnvironment environment = new ManualEnvironment();
    private final List<Job> grants = new ArrayList<>();
    private final Map<String, Integer> limits = new HashMap<>();
    private final UserSlots users = new UserSlots(user -> limits.getOrDefault(user.name(), 1000));

    /** A job that wants slot after slot, as often as it says. */
    private final class Job implements SlotPool.Claimant {
        private final JobId id = new JobId(environment.newId());
        private final User owner;
        private final Priority priority;
        private final List<SlotPool.Slot> taken = new ArrayList<>();
        private int wanted;

        Job(int owner, Priority priority, int wanted) {
            this.owner = new User(new UserId(new UUID(7, owner)), "user" + owner, Role.USER);
            this.priority = priority;
            this.wanted = wanted;
        }

        @Override
        public JobId id() {
            return id;
        }

        @Override
        public User owner() {
            return owner;
        }

        @Override
        public Priority priority() {
            return priority;
        }

        @Override
        public boolean take(SlotPool.Slot slot) {
            wanted--;
            taken.add(slot);
            grants.add(this);
            return true;
        }

        @Override
        public boolean wantsMore() {
            return wanted > 0;
        }
    }

    @AfterEach
    void close() {
        environment.close();
    }

    private SlotPool pool(int slots) {
        return new SlotPool(environment, slots, SILENCE, users);
    }

    private Job offered(SlotPool pool, int owner, Priority priority, int wanted) {
        Job job = new Job(owner, priority, wanted);
        pool.offer(job);
        return job;
    }

    @Test
    void anEndlessFloodOfUrgentJobsKeepsNobodyWaitingLongerThanTheBound() {
        for (int slots : new int[] {1, 2, 8}) {
            grants.clear();
            SlotPool pool = pool(slots);
            for (int i = 0; i < 60; i++) {
                offered(pool, i % 20, Priority.URGENT, Integer.MAX_VALUE);
            }
            List<Job> patient = List.of(
                    offered(pool, 90, Priority.LOW, Integer.MAX_VALUE),
                    offered(pool, 91, Priority.BACKGROUND, Integer.MAX_VALUE));
            while (grants.size() < 2000) {
                environment.pass(SILENCE);
            }
            Map<Job, Integer> last = new HashMap<>();
            for (int i = 0; i < grants.size(); i++) {
                for (Job job : patient) {
                    assertThat((long) i - last.getOrDefault(job, -1))
                            .as("%s with %d slots", job.priority, slots)
                            .isLessThanOrEqualTo(GrantQueue.bound(job.priority, 1, 1));
                }
                last.put(grants.get(i), i);
            }
            assertThat(last).containsKeys(patient.get(0), patient.get(1));
        }
    }

    @Test
    void urgentJobsNeverHaveTheLastSlotOfSeveral() {
        SlotPool pool = pool(8);
        Job urgent = offered(pool, 1, Priority.URGENT, 100);
        offered(pool, 2, Priority.CRITICAL, 100);
        assertThat(grants).hasSize(7);
        assertThat(pool.tryTake(urgent)).isEmpty();
        offered(pool, 3, Priority.BACKGROUND, 1);
        assertThat(grants).hasSize(8);
        assertThat(grants.get(7).priority).isEqualTo(Priority.BACKGROUND);
        grants.get(7).taken.get(0).release();
        assertThat(grants).as("what the reserve got back stays its").hasSize(8);
        urgent.taken.get(0).release();
        assertThat(grants).hasSize(9);
    }

    @Test
    void aSingleSlotIsForEverybody() {
        SlotPool pool = pool(1);
        offered(pool, 1, Priority.URGENT, 1);
        assertThat(grants).hasSize(1);
    }

    @Test
    void aDataRequestMayHaveTheReserveThoughUrgentJobsWait() {
        SlotPool pool = pool(2);
        offered(pool, 1, Priority.URGENT, 2);
        assertThat(pool.tryTake(new Job(2, Priority.HIGH, 1))).isPresent();
    }

    @Test
    void aUserHoldsNoMoreSlotsThanItMayInAllStoresTogether() {
        limits.put("user1", 2);
        SlotPool one = pool(4);
        SlotPool other = pool(4);
        Job first = offered(one, 1, Priority.NORMAL, 3);
        Job second = offered(other, 1, Priority.NORMAL, 3);
        Job free = offered(one, 2, Priority.LOW, 1);
        assertThat(grants).containsExactly(first, first, free);
        assertThat(one.isHeldBack(first)).isTrue();
        assertThat(other.tryTake(second)).isEmpty();
        first.taken.get(0).release();
        assertThat(grants).hasSize(4);
        limits.put("user1", 4);
        users.review();
        assertThat(grants).hasSize(6);
        limits.put("user1", 1);
        users.review();
        grants.get(5).taken.get(0).release();
        assertThat(grants).as("more than it may have now").hasSize(6);
    }

    @Test
    void aPoolThatGrowsGivesMoreAndOneThatShrinksTakesNothingBack() {
        SlotPool pool = pool(1);
        Job job = offered(pool, 1, Priority.NORMAL, 10);
        pool.resize(3);
        assertThat(grants).hasSize(3);
        pool.resize(1);
        assertThat(job.taken).allMatch(SlotPool.Slot::isHeld);
        job.taken.get(0).release();
        job.taken.get(1).release();
        assertThat(grants).hasSize(3);
        job.taken.get(2).release();
        assertThat(grants).hasSize(4);
    }

    @Test
    void silentSlotsOfALimitedUserAreGivenBackOnce() {
        limits.put("user1", 2);
        SlotPool pool = pool(8);
        offered(pool, 1, Priority.URGENT, 2);
        environment.pass(SILENCE);
        assertThat(pool.tryTake(new Job(2, Priority.LOW, 1))).isPresent();
        Job again = offered(pool, 1, Priority.URGENT, 20);
        assertThat(again.taken).hasSize(2);
        limits.put("user1", 20);
        users.review();
        assertThat(again.taken).as("all but the reserve").hasSize(7);
    }
}
