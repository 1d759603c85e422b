package dev.gantry.s3;

import dev.gantry.ports.spi.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes distributions: CloudFront takes only those that have been off for long enough to be off everywhere. */
final class Removal {

    static final Duration LOOK = Duration.ofSeconds(10);
    static final Duration LONGEST = Duration.ofMinutes(15);

    private final Distributions distributions;
    private final InstantSource clock;
    private final Pauses pauses;

    Removal(Distributions distributions, InstantSource clock, Pauses pauses) {
        this.distributions = distributions;
        this.clock = clock;
        this.pauses = pauses;
    }

    /** Switches it off; one that is gone is. */
    CompletionStage<Void> begin(String id) {
        return unlessGone(distributions.see(id).thenCompose(distributions::disable));
    }

    /**
     * Waits until it is off everywhere and removes it. Completes with Conflict if that takes more than 15 minutes, or if
     * somebody switches it on again.
     */
    CompletionStage<Void> finish(String id) {
        return unlessGone(look(id, clock.instant().plus(LONGEST)));
    }

    private CompletionStage<Void> look(String id, Instant deadline) {
        return distributions.see(id).thenCompose(seen -> {
            if (seen.isEnabled()) {
                return conflict(id, "was switched on again while it was to be removed");
            }
            return seen.isDeployed() ? distributions.delete(seen) : later(id, deadline);
        });
    }

    private CompletionStage<Void> later(String id, Instant deadline) {
        return clock.instant().isBefore(deadline)
                ? pauses.pause(LOOK).thenCompose(over -> look(id, deadline))
                : conflict(id, "is off, but not everywhere after 15 minutes; perform the task again to go on");
    }

    private static CompletionStage<Void> conflict(String id, String why) {
        return CompletableFuture.failedStage(new ProviderException.Conflict("the distribution " + id + " " + why));
    }

    private static CompletionStage<Void> unlessGone(CompletionStage<Void> work) {
        return work.handle((done, failure) -> {
            if (failure == null || Failures.unwrap(failure) instanceof ProviderException.NotFound) {
                return null;
            }
            throw AwsFailures.of("removing a distribution", failure);
        });
    }
}
