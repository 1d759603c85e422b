package dev.gantry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The bound of ADR 20, in every state that a few jobs can bring about by offers, withdrawals and grants. */
class GrantQueueBoundTest {

    @Test
    void everyStateOfAFewJobsGrantsAsTheDefinitionSays() {
        List<Priority> used = List.of(Priority.URGENT, Priority.HIGH, Priority.NORMAL);
        SchedulerStates all = new SchedulerStates(used, 3, true);
        assertThat(all.size()).isGreaterThan(10_000);
        for (int i = 0; i < all.size(); i++) {
            for (boolean ofReserve : new boolean[] {false, true}) {
                GrantQueue queue = new GrantQueue();
                all.path(i).forEach(step -> step.on(queue));
                int expected = all.state(i).next(ofReserve).job();
                assertThat(SchedulerStates.grant(ofReserve).on(queue))
                        .as("reserve %s after %s", ofReserve, all.path(i))
                        .isEqualTo(Optional.of(expected).filter(j -> j >= 0).map(SchedulerStates::job));
            }
        }
    }

    @Test
    void nobodyCanMakeAJobWaitLongerThanTheBoundAndTheBoundIsReached() {
        List<Priority> used = List.of(Priority.URGENT, Priority.HIGH, Priority.LOW);
        int places = used.stream().mapToInt(p -> 1 << p.place()).sum();
        SchedulerStates all = new SchedulerStates(used, 3, false);
        for (int level = 0; level < used.size(); level++) {
            long bound = Shares.bound(used.get(level), places);
            for (int victim : new int[] {0, 2}) {
                assertThat(longestWait(all, victim, level, bound))
                        .as("%s, job %d", used.get(level), victim)
                        .isEqualTo(bound);
            }
        }
    }

    /** A job waits in a state; what its bound is made of: the jobs of its owner at first and the most owners so far. */
    private record Wait(int state, int jobs, int owners) {}

    /**
     * The longest wait, of all that others can do, of a job that is alone at its priority; nobody's is longer than the
     * bound. Each round visits all the states after one grant more, until none is left.
     */
    private static int longestWait(SchedulerStates all, int victim, int level, long boundAlone) {
        int longest = 0;
        Set<Wait> waits = begins(all, victim, level);
        for (int grants = 0; !waits.isEmpty(); grants++) {
            Set<Wait> reached = closure(all, waits, victim);
            for (Wait wait : reached) {
                assertThat((long) grants).as("%s waits", wait).isLessThan(boundAlone * wait.jobs() * wait.owners());
                longest = wait.jobs() == 1 && wait.owners() == 1 ? grants + 1 : longest;
            }
            waits = afterGrant(all, reached, victim);
        }
        return longest;
    }

    private static Set<Wait> begins(SchedulerStates all, int victim, int level) {
        Set<Wait> begins = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            if (all.state(i).levelOf(victim) != level) {
                begins.add(begin(all, all.afterOffer(i, victim, level), victim));
            } else if (all.state(i).next(false).job() == victim) {
                begins.add(begin(all, all.afterGrant(i), victim));
            }
        }
        return begins;
    }

    private static Wait begin(SchedulerStates all, int state, int victim) {
        long jobs = all.state(state).levels().get(all.state(state).levelOf(victim)).stream()
                .flatMap(List::stream)
                .filter(job -> SchedulerModel.owner(job) == SchedulerModel.owner(victim))
                .count();
        return new Wait(state, (int) jobs, owners(all, state, victim));
    }

    private static int owners(SchedulerStates all, int state, int victim) {
        return all.state(state).levels().get(all.state(state).levelOf(victim)).size();
    }

    /** What the others can make of it without a grant. */
    private static Set<Wait> closure(SchedulerStates all, Set<Wait> waits, int victim) {
        Set<Wait> found = new LinkedHashSet<>(waits);
        Deque<Wait> open = new ArrayDeque<>(waits);
        while (!open.isEmpty()) {
            Wait wait = open.removeFirst();
            for (int after : all.changes(wait.state(), victim)) {
                Wait next = new Wait(after, wait.jobs(), Math.max(wait.owners(), owners(all, after, victim)));
                if (found.add(next)) {
                    open.addLast(next);
                }
            }
        }
        return found;
    }

    private static Set<Wait> afterGrant(SchedulerStates all, Set<Wait> waits, int victim) {
        Set<Wait> next = new HashSet<>();
        for (Wait wait : waits) {
            if (all.state(wait.state()).next(false).job() != victim) {
                next.add(new Wait(all.afterGrant(wait.state()), wait.jobs(), wait.owners()));
            }
        }
        return next;
    }
}
