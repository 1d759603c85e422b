package dev.gantry.domain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The scheduler: decides which job's chunk is granted next. Priorities share by weight (smooth weighted round robin, so
 * that of as many turns as the weights of the waiting priorities add up to, each gets its weight); within a priority
 * owners take turns, and within an owner its jobs. Holds jobs, never chunks. Mutable and not thread-safe.
 */
public final class GrantQueue {

    private record Waiting(JobId job, UserId owner, Priority priority) {}

    private static final class Level {
        private final Map<UserId, Deque<Waiting>> jobsByOwner = new LinkedHashMap<>();
        private final Deque<UserId> owners = new ArrayDeque<>();
        private int credit;

        private void add(Waiting waiting) {
            Deque<Waiting> jobs = jobsByOwner.computeIfAbsent(waiting.owner(), owner -> {
                owners.addLast(owner);
                return new ArrayDeque<>();
            });
            jobs.addLast(waiting);
        }

        private void remove(Waiting waiting) {
            Deque<Waiting> jobs = jobsByOwner.get(waiting.owner());
            jobs.remove(waiting);
            if (jobs.isEmpty()) {
                jobsByOwner.remove(waiting.owner());
                owners.remove(waiting.owner());
            }
        }

        private Waiting rotate() {
            UserId owner = owners.removeFirst();
            owners.addLast(owner);
            Deque<Waiting> jobs = jobsByOwner.get(owner);
            Waiting turn = jobs.removeFirst();
            jobs.addLast(turn);
            return turn;
        }
    }

    private final Map<JobId, Waiting> jobs = new HashMap<>();
    private final Map<Priority, Level> levels = new EnumMap<>(Priority.class);

    public GrantQueue() {
        for (Priority priority : Priority.values()) {
            levels.put(priority, new Level());
        }
    }

    /** Lets a job compete until it is withdrawn. A job that competes already takes the new priority if that differs. */
    public void offer(JobId job, UserId owner, Priority priority) {
        Waiting waiting = new Waiting(job, owner, priority);
        if (!waiting.equals(jobs.get(job))) {
            withdraw(job);
            jobs.put(job, waiting);
            levels.get(priority).add(waiting);
        }
    }

    /** Takes a job out; a job that does not compete is no error. */
    public void withdraw(JobId job) {
        Waiting waiting = jobs.remove(job);
        if (waiting != null) {
            levels.get(waiting.priority()).remove(waiting);
        }
    }

    /** Whose turn it is; the job goes on competing. Empty when none does. */
    public Optional<JobId> next() {
        return heaviest().map(level -> level.rotate().job());
    }

    private Optional<Level> heaviest() {
        Level best = null;
        int total = 0;
        for (Map.Entry<Priority, Level> entry : levels.entrySet()) {
            Level level = entry.getValue();
            if (level.owners.isEmpty()) {
                level.credit = 0;
                continue;
            }
            level.credit += entry.getKey().weight();
            total += entry.getKey().weight();
            if (best == null || level.credit > best.credit) {
                best = level;
            }
        }
        if (best != null) {
            best.credit -= total;
        }
        return Optional.ofNullable(best);
    }

    /** How many jobs compete. */
    public int size() {
        return jobs.size();
    }
}
