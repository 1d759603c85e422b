package dev.gantry.glacier;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** What is said where money ends. */
final class Caps {

    private Caps() {}

    /** Nobody has allowed anything. */
    static String none() {
        return "a restore costs money and none may be spent: set monthly-cap of the store";
    }

    static String month(BigDecimal cap, Instant now) {
        Instant next = YearMonth.from(now.atZone(ZoneOffset.UTC))
                .plusMonths(1)
                .atDay(1)
                .atTime(LocalTime.MIDNIGHT)
                .toInstant(ZoneOffset.UTC);
        return "the store's monthly-cap of " + Amounts.text(cap) + " is reached; raise it, or wait until " + next;
    }

    static String plan(BigDecimal cap) {
        return "the plan's cap of " + Amounts.text(cap) + " is reached";
    }
}
