package dev.gantry.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The scheduler as ADR 20 defines it, in plain lists: each state is a value, so that all of them can be visited. Tags say
 * how far behind the present a priority's next turn begins.
 *
 * @param levels for each priority that is used its owners, in turn, each with its jobs, in turn
 */
record SchedulerModel(
        List<Priority> priorities, List<Integer> tags, List<Integer> reserveTags, List<List<List<Integer>>> levels) {

    static SchedulerModel empty(List<Priority> priorities) {
        List<Integer> zeros = Collections.nCopies(priorities.size(), 0);
        return new SchedulerModel(priorities, zeros, zeros, Collections.nCopies(priorities.size(), List.of()));
    }

    /** Who owns a job: jobs 0 and 1 are of one owner, 2 and 3 of the next. */
    static int owner(int job) {
        return job / 2;
    }

    int levelOf(int job) {
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).stream().anyMatch(jobs -> jobs.contains(job))) {
                return i;
            }
        }
        return -1;
    }

    SchedulerModel offer(int job, int level) {
        return levelOf(job) == level ? this : withdraw(job).add(job, level);
    }

    private SchedulerModel add(int job, int level) {
        List<List<Integer>> owners = new ArrayList<>(levels.get(level));
        for (int i = 0; i < owners.size(); i++) {
            if (owner(owners.get(i).get(0)) == owner(job)) {
                owners.set(i, with(owners.get(i), job));
                return with(level, owners);
            }
        }
        owners.add(List.of(job));
        return with(level, owners);
    }

    SchedulerModel withdraw(int job) {
        int level = levelOf(job);
        if (level < 0) {
            return this;
        }
        List<List<Integer>> owners = new ArrayList<>();
        for (List<Integer> jobs : levels.get(level)) {
            List<Integer> left = jobs.stream().filter(j -> j != job).toList();
            if (!left.isEmpty()) {
                owners.add(left);
            }
        }
        return with(level, owners);
    }

    private SchedulerModel with(int level, List<List<Integer>> owners) {
        List<List<List<Integer>>> changed = new ArrayList<>(levels);
        changed.set(level, List.copyOf(owners));
        return new SchedulerModel(priorities, tags, reserveTags, List.copyOf(changed));
    }

    private static List<Integer> with(List<Integer> jobs, int job) {
        List<Integer> more = new ArrayList<>(jobs);
        more.add(job);
        return List.copyOf(more);
    }

    /** A job, or -1, and what is afterwards. */
    record Turn(int job, SchedulerModel after) {}

    Turn next(boolean ofReserve) {
        List<Integer> used = ofReserve ? reserveTags : tags;
        int best = -1;
        for (int i = 0; i < levels.size(); i++) {
            boolean may =
                    !levels.get(i).isEmpty() && !(ofReserve && priorities.get(i).isKeptFromReserve());
            if (may && (best < 0 || used.get(i) < used.get(best))) {
                best = i;
            }
        }
        return best < 0 ? new Turn(-1, this) : turn(best, used, ofReserve);
    }

    private Turn turn(int level, List<Integer> used, boolean ofReserve) {
        int present = used.get(level);
        List<Integer> moved = new ArrayList<>();
        for (int i = 0; i < used.size(); i++) {
            moved.add(i == level ? 32 / priorities.get(i).weight() : Math.max(0, used.get(i) - present));
        }
        List<List<Integer>> owners = new ArrayList<>(levels.get(level));
        List<Integer> jobs = new ArrayList<>(owners.remove(0));
        int job = jobs.remove(0);
        jobs.add(job);
        owners.add(List.copyOf(jobs));
        SchedulerModel rotated = with(level, owners);
        return new Turn(
                job,
                new SchedulerModel(
                        priorities, ofReserve ? tags : moved, ofReserve ? moved : reserveTags, rotated.levels));
    }
}
