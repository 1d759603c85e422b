package dev.gantry.domain;

import java.util.Arrays;

/**
 * How priorities share turns by weight: start-time fair queueing, as ADR 20 describes and proves it. Each turn of a
 * priority begins at a point of a virtual time and lasts the longer the less weight it has; the earliest beginning is
 * next, of equal ones the more urgent. A priority that was away neither gains nor loses what it had.
 */
final class Shares {

    private static final Priority[] PRIORITIES = Priority.values();
    private static final int MOST =
            Arrays.stream(PRIORITIES).mapToInt(Priority::weight).max().orElseThrow();

    private final long[] begins = new long[PRIORITIES.length];
    private final Visits visits;
    private long now;

    Shares(Visits visits) {
        this.visits = visits;
    }

    /** How long a turn lasts in virtual time: whole numbers, since each weight divides the largest. */
    static int length(Priority priority) {
        return MOST / priority.weight();
    }

    /** The priority, by its place, whose turn it is among {@code waiting}, a bit a place; there is at least one. */
    int next(int waiting) {
        int best = -1;
        for (int i = 0; i < begins.length; i++) {
            visits.add();
            if ((waiting & 1 << i) != 0 && (best < 0 || begin(i) < begin(best))) {
                best = i;
            }
        }
        now = begin(best);
        begins[best] = now + length(PRIORITIES[best]);
        return best;
    }

    private long begin(int place) {
        return Math.max(begins[place], now);
    }

    /** How many turns there are before the {@code turn}-th one, from 1, of a priority, while just these wait. */
    long before(int waiting, int place, long turn) {
        long begin = begin(place) + (turn - 1) * length(PRIORITIES[place]);
        long before = turn - 1;
        for (int i = 0; i < begins.length; i++) {
            if (i != place && (waiting & 1 << i) != 0) {
                long until = i < place ? begin : begin - 1;
                before += until < begin(i) ? 0 : (until - begin(i)) / length(PRIORITIES[i]) + 1;
            }
        }
        return before;
    }

    /**
     * Within how many turns, its own included, one comes of a priority that waits all the time, whoever else comes and
     * goes among {@code others}, a bit a place.
     */
    static long bound(Priority priority, int others) {
        long bound = 1;
        for (Priority other : PRIORITIES) {
            if (other != priority && (others & 1 << other.place()) != 0) {
                bound += other.place() < priority.place() ? other.weight() / priority.weight() + 1 : 1;
            }
        }
        return bound;
    }
}
