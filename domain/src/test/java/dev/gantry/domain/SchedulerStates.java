package dev.gantry.domain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Every state that a few jobs at a few priorities can bring about, and the steps between them. */
final class SchedulerStates {

    /** What can happen to a scheduler. */
    interface Step {

        SchedulerModel.Turn on(SchedulerModel state);

        Optional<JobId> on(GrantQueue queue);
    }

    private final List<Step> steps = new ArrayList<>();
    private final List<SchedulerModel> states = new ArrayList<>();
    private final List<List<Step>> paths = new ArrayList<>();
    private final Map<SchedulerModel, Integer> numbers = new HashMap<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private final List<int[]> after = new ArrayList<>();
    private final List<Priority> priorities;
    private final int jobs;

    SchedulerStates(List<Priority> priorities, int jobs, boolean withReserve) {
        this.priorities = priorities;
        this.jobs = jobs;
        steps.add(grant(false));
        if (withReserve) {
            steps.add(grant(true));
        }
        for (int job = 0; job < jobs; job++) {
            for (int level = -1; level < priorities.size(); level++) {
                steps.add(change(job, level));
            }
        }
        visit();
    }

    private void visit() {
        number(SchedulerModel.empty(priorities), List.of());
        while (!open.isEmpty()) {
            int from = open.removeFirst();
            int[] reached = new int[steps.size()];
            for (int i = 0; i < reached.length; i++) {
                List<Step> path = new ArrayList<>(paths.get(from));
                path.add(steps.get(i));
                reached[i] = number(steps.get(i).on(states.get(from)).after(), path);
            }
            after.add(reached);
        }
    }

    private int number(SchedulerModel state, List<Step> path) {
        Integer known = numbers.putIfAbsent(state, states.size());
        if (known != null) {
            return known;
        }
        states.add(state);
        paths.add(path);
        open.addLast(states.size() - 1);
        return states.size() - 1;
    }

    int size() {
        return states.size();
    }

    SchedulerModel state(int number) {
        return states.get(number);
    }

    List<Step> path(int number) {
        return paths.get(number);
    }

    int afterGrant(int number) {
        return after.get(number)[0];
    }

    /** The states that one change of another job than {@code but} leads to. */
    int[] changes(int number, int but) {
        int each = priorities.size() + 1;
        int first = steps.size() - jobs * each;
        int[] found = new int[(jobs - 1) * each];
        int at = 0;
        for (int i = first; i < steps.size(); i++) {
            if ((i - first) / each != but) {
                found[at++] = after.get(number)[i];
            }
        }
        return found;
    }

    int afterOffer(int number, int job, int level) {
        int each = priorities.size() + 1;
        return after.get(number)[steps.size() - jobs * each + job * each + level + 1];
    }

    static JobId job(int number) {
        return new JobId(new UUID(0, number));
    }

    static UserId owner(int number) {
        return new UserId(new UUID(1, number));
    }

    static Step grant(boolean ofReserve) {
        return new Step() {
            @Override
            public SchedulerModel.Turn on(SchedulerModel state) {
                return state.next(ofReserve);
            }

            @Override
            public Optional<JobId> on(GrantQueue queue) {
                return ofReserve ? queue.nextOfReserve() : queue.next();
            }
        };
    }

    private Step change(int job, int level) {
        return new Step() {
            @Override
            public SchedulerModel.Turn on(SchedulerModel state) {
                return new SchedulerModel.Turn(-1, level < 0 ? state.withdraw(job) : state.offer(job, level));
            }

            @Override
            public Optional<JobId> on(GrantQueue queue) {
                if (level < 0) {
                    queue.withdraw(job(job));
                } else {
                    queue.offer(job(job), owner(SchedulerModel.owner(job)), priorities.get(level));
                }
                return Optional.empty();
            }

            @Override
            public String toString() {
                return job + (level < 0 ? " withdraws" : " offers at " + priorities.get(level));
            }
        };
    }
}
