package dev.gantry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The scheduler under many jobs: shares, the bound by seed, and what a grant costs whatever their number. */
class GrantQueueCrowdTest {

    private static final Priority[] PRIORITIES = Priority.values();

    private static GrantQueue crowd(int jobs, int owners) {
        GrantQueue queue = new GrantQueue();
        for (int i = 0; i < jobs; i++) {
            queue.offer(
                    SchedulerStates.job(i),
                    SchedulerStates.owner(i % owners),
                    PRIORITIES[i / owners % PRIORITIES.length]);
        }
        return queue;
    }

    @Test
    void aThousandJobsOfTwentyOwnersGetTheirSharesWithinFivePercent() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        GrantQueue queue = new GrantQueue();
        Map<JobId, Integer> owners = new HashMap<>();
        Map<Integer, Integer> jobs = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            int owner = i < 20 ? i : random.nextInt(20);
            owners.put(SchedulerStates.job(i), owner);
            jobs.merge(owner, 1, Integer::sum);
            queue.offer(SchedulerStates.job(i), SchedulerStates.owner(owner), Priority.NORMAL);
        }
        int grants = 200_000;
        Map<JobId, Integer> turns = new HashMap<>();
        for (int i = 0; i < grants; i++) {
            JobId turn = queue.next().orElseThrow();
            turns.merge(turn, 1, Integer::sum);
            if (random.nextInt(3) == 0) {
                queue.withdraw(turn);
                queue.offer(turn, SchedulerStates.owner(owners.get(turn)), Priority.NORMAL);
            }
        }
        owners.forEach((job, owner) -> {
            double fair = grants / 20.0 / jobs.get(owner);
            assertThat((double) turns.get(job)).as("seed %d, %s", seed, job).isBetween(0.95 * fair, 1.05 * fair);
        });
    }

    @Test
    void whateverOthersDoAJobThatStaysIsGrantedWithinTheBound() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        GrantQueue queue = crowd(300, 7);
        int owners = 8;
        int ownJobs = 3;
        Map<Priority, Integer> waits = new HashMap<>();
        for (Priority priority : PRIORITIES) {
            for (int i = 0; i < ownJobs; i++) {
                queue.offer(stayer(priority, i), SchedulerStates.owner(100), priority);
            }
        }
        for (int grant = 0; grant < 300_000; grant++) {
            for (int i = random.nextInt(6); i > 0; i--) {
                churn(queue, random);
            }
            boolean ofReserve = random.nextInt(8) == 0;
            JobId turn = (ofReserve ? queue.nextOfReserve() : queue.next()).orElseThrow();
            for (Priority priority : PRIORITIES) {
                boolean counts = !(ofReserve && priority.isKeptFromReserve());
                int waited = turn.equals(stayer(priority, 0)) ? 0 : waits.getOrDefault(priority, 0) + (counts ? 1 : 0);
                waits.put(priority, waited);
                assertThat((long) waited)
                        .as("seed %d, %s", seed, priority)
                        .isLessThan(GrantQueue.bound(priority, owners, ownJobs));
            }
        }
    }

    private static JobId stayer(Priority priority, int i) {
        return SchedulerStates.job(10_000 + priority.place() * 10 + i);
    }

    private static void churn(GrantQueue queue, Random random) {
        int job = random.nextInt(300);
        if (random.nextBoolean()) {
            queue.withdraw(SchedulerStates.job(job));
        } else {
            Priority priority = PRIORITIES[random.nextInt(PRIORITIES.length)];
            queue.offer(SchedulerStates.job(job), SchedulerStates.owner(job % 7), priority);
        }
        if (random.nextInt(20) == 0) {
            queue.holdBack(SchedulerStates.owner(random.nextInt(7)));
            queue.letOn(SchedulerStates.owner(random.nextInt(7)));
        }
    }

    @Test
    void theNumberOfGrantsAheadIsExactWhileNobodyComesOrGoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            GrantQueue queue = crowd(1 + random.nextInt(60), 1 + random.nextInt(9));
            for (int i = random.nextInt(200); i > 0; i--) {
                queue.next();
            }
            JobId job = SchedulerStates.job(random.nextInt(queue.size()));
            int earlier = random.nextInt(3);
            long ahead = queue.ahead(job).orElseThrow().applyAsLong(earlier);
            long own = 0;
            for (long i = 0; i < ahead; i++) {
                own += queue.next().orElseThrow().equals(job) ? 1 : 0;
            }
            assertThat(own).as("seed %d", seed).isEqualTo(earlier);
            assertThat(queue.next()).as("seed %d", seed).contains(job);
        }
    }

    @Test
    void aGrantLooksAtAsManyNodesAmongTenThousandJobsAsAmongTen() {
        assertThat(visitsOfGrants(10_000, 500)).isEqualTo(visitsOfGrants(10, 2)).isLessThan(1000 * 15);
        assertThat(visitsOfReturns(10_000, 500)).isLessThan(1000 * 60);
    }

    private static long visitsOfGrants(int jobs, int owners) {
        GrantQueue queue = crowd(jobs, owners);
        long before = queue.visited();
        for (int i = 0; i < 1000; i++) {
            queue.next();
        }
        return queue.visited() - before;
    }

    /** Whoever is granted withdraws and offers again, and an owner is held back and let on. */
    private static long visitsOfReturns(int jobs, int owners) {
        GrantQueue queue = crowd(jobs, owners);
        long before = queue.visited();
        for (int i = 0; i < 1000; i++) {
            queue.withdraw(SchedulerStates.job(i));
            queue.offer(SchedulerStates.job(i), SchedulerStates.owner(i % owners), Priority.HIGH);
            queue.holdBack(SchedulerStates.owner(i % owners));
            queue.letOn(SchedulerStates.owner(i % owners));
        }
        return queue.visited() - before;
    }

    @Test
    void aGrantMakesNoObject() {
        GrantQueue queue = crowd(10_000, 20);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int grants = 100_000;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < grants; i++) {
                queue.next();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes of %d grants", grants).isLessThan(grants / 100);
    }
}
