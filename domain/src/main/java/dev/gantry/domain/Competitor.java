package dev.gantry.domain;

import java.util.Optional;

/** A job that competes for grants, in the turns of its owner at its priority. */
final class Competitor extends Ring.Member<Competitor> {

    private final Optional<JobId> job;
    private final OwnerTurns turns;

    Competitor(JobId job, OwnerTurns turns) {
        this.job = Optional.of(job);
        this.turns = turns;
    }

    /** Its job; always the same object, so that a grant makes none. */
    Optional<JobId> job() {
        return job;
    }

    OwnerTurns turns() {
        return turns;
    }

    boolean competesAs(UserId owner, Priority priority) {
        return turns.priority() == priority && turns.owner().id().equals(owner);
    }
}
