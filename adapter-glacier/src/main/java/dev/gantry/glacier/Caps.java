package dev.gantry.glacier;

import dev.gantry.ports.spi.ProviderException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** What is said where money ends. All may work later, so all are Throttled: nothing fails for good for want of money. */
final class Caps {

    private static final Duration LATER = Duration.ofHours(1);

    private Caps() {}

    /** Nobody has allowed anything. */
    static ProviderException none() {
        return new ProviderException.Throttled(
                "a restore costs money and none may be spent: set monthly-cap of the store", LATER);
    }

    /** Until the next month begins. */
    static ProviderException month(BigDecimal cap, Instant now) {
        Instant next = YearMonth.from(now.atZone(ZoneOffset.UTC))
                .plusMonths(1)
                .atDay(1)
                .atTime(LocalTime.MIDNIGHT)
                .toInstant(ZoneOffset.UTC);
        Duration left = Duration.between(now, next);
        return new ProviderException.Throttled(
                "the store's monthly-cap of " + Amounts.text(cap) + " is reached; raise it, or wait until " + next,
                left.compareTo(LATER) < 0 ? left : LATER);
    }

    static ProviderException plan(BigDecimal cap) {
        return new ProviderException.Throttled("the plan's cap of " + Amounts.text(cap) + " is reached", LATER);
    }
}
