package dev.gantry.domain;

import java.util.Objects;

/** What a request to change a job leads to: the changed job, or a named refusal that leaves it as it was. */
public sealed interface Transition {

    /** The change was made. */
    record Moved(Job job) implements Transition {
        public Moved {
            Objects.requireNonNull(job, "job");
        }
    }

    /** The change was refused. */
    record Refused(Refusal refusal) implements Transition {
        public Refused {
            Objects.requireNonNull(refusal, "refusal");
        }
    }

    /** Why a job does not change. */
    enum Refusal {
        /** The job has ended; an ended job never changes. */
        ENDED,
        /** A blob has neither evidence nor a lasting failure. */
        WORK_LEFT,
        /** The priority is one that only the node itself gives. */
        PRIORITY_RESERVED
    }
}
