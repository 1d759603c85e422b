package dev.gantry.domain;

/** Counts the nodes that the scheduler looks at: what its operations cost, whatever the machine. */
final class Visits {

    private long count;

    void add() {
        count++;
    }

    long count() {
        return count;
    }
}
