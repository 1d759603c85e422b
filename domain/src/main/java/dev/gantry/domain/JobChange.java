package dev.gantry.domain;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody wants changed of a job; what is empty stays. All empty is a sign of life and nothing else.
 *
 * @param options those to be given (true) or taken away (false)
 */
public record JobChange(
        Optional<String> name,
        Optional<Priority> priority,
        Optional<Instant> created,
        Map<JobOption, Boolean> options) {

    /** Changes nothing. */
    public static final JobChange NOTHING = new JobChange(Optional.empty(), Optional.empty(), Optional.empty());

    /** Closes an aggregating job: no later creation joins it. */
    public static final JobChange CLOSED =
            new JobChange(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(JobOption.AGGREGATING, false));

    public JobChange {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(created, "created");
        options = Map.copyOf(options);
        options.forEach(JobChange::requireChangeable);
    }

    /** A change that leaves the options. */
    public JobChange(Optional<String> name, Optional<Priority> priority, Optional<Instant> created) {
        this(name, priority, created, Map.of());
    }

    private static void requireChangeable(JobOption option, boolean given) {
        if (!option.isChangeable() || (option == JobOption.AGGREGATING && given)) {
            throw new InvalidValueException(option + " is settled when a job is made");
        }
    }

    public boolean isEmpty() {
        return equals(NOTHING);
    }

    /** What {@code terms} are after the change. */
    JobTerms applyTo(JobTerms terms) {
        Set<JobOption> changed = new HashSet<>(terms.options());
        options.forEach((option, given) -> {
            changed.remove(option);
            if (given) {
                changed.add(option);
            }
        });
        return new JobTerms(name.orElse(terms.name()), priority.orElse(terms.priority()), terms.ordering(), changed);
    }
}
