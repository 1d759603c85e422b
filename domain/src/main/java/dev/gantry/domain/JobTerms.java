package dev.gantry.domain;

import java.util.Objects;
import java.util.Set;

/** On what terms a job runs: what its client asked for, some of which may change while it runs. */
public record JobTerms(String name, Priority priority, Ordering ordering, Set<JobOption> options) {

    /** The longest name of a job, in characters. */
    public static final int MAX_NAME = 1024;

    public JobTerms {
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(ordering, "ordering");
        options = Set.copyOf(options);
        if (name.length() > MAX_NAME) {
            throw new InvalidValueException("a job's name has at most " + MAX_NAME + " characters");
        }
    }

    /** Terms without any option. */
    public JobTerms(String name, Priority priority, Ordering ordering) {
        this(name, priority, ordering, Set.of());
    }
}
