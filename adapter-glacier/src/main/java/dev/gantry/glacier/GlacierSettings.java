package dev.gantry.glacier;

import dev.gantry.domain.InvalidValueException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a store restores (docs/glacier.md, Settings).
 *
 * @param tier of requests that name none
 * @param keep how long copies are asked for when nobody says; S3 counts in days
 * @param poll how soon it is worth asking again
 * @param monthlyCap the most that may be spent in a month; empty allows nothing that costs anything
 * @param prices what restores cost
 * @param duplicatesClash whether a second restore-content of one object is a Conflict, as DuraCloud's is
 * @param rate how many requests to restore may go out in a second
 */
record GlacierSettings(
        RestoreTier tier,
        Duration keep,
        Duration poll,
        Optional<BigDecimal> monthlyCap,
        PriceTable prices,
        boolean duplicatesClash,
        int rate) {

    /** Unless it is set otherwise. */
    static final int USUAL_RATE = 500;

    private static final int MOST_RATE = 10_000;
    private static final Duration LONGEST = Duration.ofDays(3650);

    GlacierSettings {
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(monthlyCap, "monthlyCap");
        Objects.requireNonNull(prices, "prices");
        require("keep", keep);
        require("poll", poll);
        if (rate < 1 || rate > MOST_RATE) {
            throw new InvalidValueException("rate is 1 to " + MOST_RATE + " requests a second, not " + rate);
        }
        if (tier == RestoreTier.EXPEDITED) {
            throw new InvalidValueException("tier is Standard or Bulk: not every class has Expedited");
        }
    }

    private static void require(String name, Duration time) {
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new InvalidValueException(name + " is more than nothing and at most " + LONGEST.toDays() + " days");
        }
    }

    /** S3 counts in whole days, from one on. */
    static int days(Duration keep) {
        long days = Math.max(1, keep.plusDays(1).minusNanos(1).toDays());
        if (days > LONGEST.toDays()) {
            throw new InvalidValueException("a copy is kept for at most " + LONGEST.toDays() + " days");
        }
        return (int) days;
    }
}
