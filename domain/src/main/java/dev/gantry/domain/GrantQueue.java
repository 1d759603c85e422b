package dev.gantry.domain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The scheduler: decides whose chunk is granted next. Priorities share by weight (smooth weighted round robin, so that
 * within the sum of the weights of those that wait each gets its weight); within a priority owners take turns, and
 * within an owner its jobs. A job gives its chunks in the order of their numbers, whatever its {@link Ordering}, since a
 * list in order is legal for both. Holds jobs and cursors, never chunks. Mutable and not thread-safe.
 */
public final class GrantQueue {

    /** One chunk's turn. */
    public record Turn(JobId job, int chunk) {}

    private static final class Waiting {
        private final JobId job;
        private final UserId owner;
        private final Priority priority;
        private int next;
        private final int end;

        private Waiting(JobId job, UserId owner, Priority priority, int next, int end) {
            this.job = job;
            this.owner = owner;
            this.priority = priority;
            this.next = next;
            this.end = end;
        }
    }

    private static final class Level {
        private final Map<UserId, Deque<Waiting>> jobsByOwner = new LinkedHashMap<>();
        private final Deque<UserId> owners = new ArrayDeque<>();
        private int credit;

        private void add(Waiting waiting) {
            Deque<Waiting> jobs = jobsByOwner.computeIfAbsent(waiting.owner, owner -> {
                owners.addLast(owner);
                return new ArrayDeque<>();
            });
            jobs.addLast(waiting);
        }

        private void remove(Waiting waiting) {
            Deque<Waiting> jobs = jobsByOwner.get(waiting.owner);
            jobs.remove(waiting);
            if (jobs.isEmpty()) {
                jobsByOwner.remove(waiting.owner);
                owners.remove(waiting.owner);
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

    /**
     * Lets a job compete for its chunks {@code from} (inclusive) to {@code end} (exclusive). A job that competes already
     * keeps its place and its cursor, and takes the new priority if that differs.
     */
    public void offer(JobId job, UserId owner, Priority priority, int from, int end) {
        Waiting known = jobs.get(job);
        if (known != null && known.priority == priority) {
            return;
        }
        int cursor = known == null ? from : known.next;
        withdraw(job);
        if (cursor < end) {
            Waiting waiting = new Waiting(job, owner, priority, cursor, end);
            jobs.put(job, waiting);
            levels.get(priority).add(waiting);
        }
    }

    /** Takes a job out; a job that does not compete is no error. */
    public void withdraw(JobId job) {
        Waiting waiting = jobs.remove(job);
        if (waiting != null) {
            levels.get(waiting.priority).remove(waiting);
        }
    }

    /** Whose turn it is. The cursor of that job moves on; after its last chunk the job is out. */
    public Optional<Turn> next() {
        Level level = heaviest();
        if (level == null) {
            return Optional.empty();
        }
        Waiting waiting = level.rotate();
        Turn turn = new Turn(waiting.job, waiting.next++);
        if (waiting.next == waiting.end) {
            withdraw(waiting.job);
        }
        return Optional.of(turn);
    }

    private Level heaviest() {
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
        return best;
    }

    /** How many jobs compete. */
    public int size() {
        return jobs.size();
    }
}
