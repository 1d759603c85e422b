package dev.gantry.domain;

/**
 * Members that take turns: each step of the first, the last and anybody between costs the same however many there are,
 * and none makes an object.
 */
final class Ring<M extends Ring.Member<M>> {

    /** What a member knows of its place. One is in at most one ring at a time. */
    abstract static class Member<M extends Member<M>> {
        private M before;
        private M after;

        final boolean isPlaced() {
            return after != null;
        }
    }

    private final Visits visits;
    private M first;
    private int size;

    Ring(Visits visits) {
        this.visits = visits;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Takes a member in behind everybody. */
    void add(M member) {
        if (first == null) {
            first = member;
            link(member, member);
        } else {
            link(before(first), member);
            link(member, first);
        }
        size++;
    }

    /** Takes a member out; the others keep their order. */
    void remove(M member) {
        if (member == first) {
            first = size == 1 ? null : after(member);
        }
        link(before(member), after(member));
        forget(member);
        size--;
    }

    /** Whose turn it is; it then stands behind everybody. Nobody may ask an empty ring. */
    M turn() {
        M turn = first;
        first = after(turn);
        return turn;
    }

    /** How many take their turn before that member, which is in the ring. Looks at each of them. */
    int position(M member) {
        int position = 0;
        for (M other = first; other != member; other = after(other)) {
            position++;
        }
        return position;
    }

    private M before(M member) {
        visits.add();
        return ((Member<M>) member).before;
    }

    private M after(M member) {
        visits.add();
        return ((Member<M>) member).after;
    }

    private void link(M one, M next) {
        visits.add();
        ((Member<M>) one).after = next;
        ((Member<M>) next).before = one;
    }

    private void forget(M member) {
        ((Member<M>) member).before = null;
        ((Member<M>) member).after = null;
    }
}
