package dev.gantry.domain;

/** An owner's turns at one priority, and whose they are in turn. */
final class OwnerTurns extends Ring.Member<OwnerTurns> {

    private final Owner owner;
    private final Priority priority;
    private final Ring<Competitor> jobs;

    OwnerTurns(Owner owner, Priority priority, Visits visits) {
        this.owner = owner;
        this.priority = priority;
        this.jobs = new Ring<>(visits);
    }

    Owner owner() {
        return owner;
    }

    Priority priority() {
        return priority;
    }

    Ring<Competitor> jobs() {
        return jobs;
    }

    /** Somebody who takes turns at each priority, unless held back. */
    static final class Owner {
        private final UserId id;
        private final OwnerTurns[] turns;
        private boolean heldBack;

        Owner(UserId id, Visits visits) {
            this.id = id;
            Priority[] priorities = Priority.values();
            this.turns = new OwnerTurns[priorities.length];
            for (Priority priority : priorities) {
                turns[priority.place()] = new OwnerTurns(this, priority, visits);
            }
        }

        UserId id() {
            return id;
        }

        OwnerTurns at(Priority priority) {
            return turns[priority.place()];
        }

        boolean isHeldBack() {
            return heldBack;
        }

        void holdBack(boolean now) {
            heldBack = now;
        }

        boolean isGone() {
            for (OwnerTurns at : turns) {
                if (!at.jobs.isEmpty()) {
                    return false;
                }
            }
            return !heldBack;
        }
    }
}
