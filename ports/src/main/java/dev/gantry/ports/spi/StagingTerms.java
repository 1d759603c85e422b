package dev.gantry.ports.spi;

import dev.gantry.domain.InvalidValueException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How bytes are to be brought online.
 *
 * @param keep how long they are to stay so, at least; a store may keep them longer, as one that counts in days does
 * @param tier how fast, one of {@link StagingOffer#tiers}; empty leaves it to the store
 */
public record StagingTerms(Duration keep, Optional<String> tier) {

    public StagingTerms {
        Objects.requireNonNull(tier, "tier");
        if (keep.isNegative() || keep.isZero()) {
            throw new InvalidValueException("data is kept online for more than " + keep);
        }
    }

    /** For so long, as fast as the store does it by itself. */
    public static StagingTerms keeping(Duration keep) {
        return new StagingTerms(keep, Optional.empty());
    }
}
