package dev.gantry.glacier;

import dev.gantry.domain.ObjectKey;
import dev.gantry.glacier.LedgerLine.Verb;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the ledger's lines add up to. Not thread-safe. */
final class Spending {

    /**
     * A copy lives for a day at least, so what was reserved within one and is nearline still was never taken: asking again
     * uses the same money.
     */
    private static final Duration SAME = Duration.ofDays(1);

    private final Map<YearMonth, BigDecimal> months = new HashMap<>();
    private final Map<String, BigDecimal> purses = new HashMap<>();
    private final Map<ObjectKey, LedgerLine> restores = new HashMap<>();
    private final Map<Charge, LedgerLine> unheard = new HashMap<>();

    /** A line of an earlier process, in its turn. */
    void replay(LedgerLine line) {
        add(line);
        if (line.verb() == Verb.RESERVED) {
            abandon(line);
        } else {
            unheard.remove(line.charge());
        }
    }

    void add(LedgerLine line) {
        BigDecimal amount = switch (line.verb()) {
            case RESERVED -> line.charge().amount();
            case REFUSED -> line.charge().amount().negate();
            case TAKEN -> BigDecimal.ZERO;
        };
        months.merge(month(line.at()), amount, BigDecimal::add);
        purses.merge(line.purse(), amount, BigDecimal::add);
        if (line.verb() == Verb.TAKEN) {
            note(line);
        }
    }

    /** Nobody will ever settle it: it stays spent, unless the same is asked for again. */
    void abandon(LedgerLine reserved) {
        unheard.put(reserved.charge(), reserved);
        note(reserved);
    }

    private void note(LedgerLine line) {
        if (!line.charge().tier().equals(Charge.RENEWAL)) {
            restores.put(line.charge().key(), line);
        }
    }

    private static YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(ZoneOffset.UTC));
    }

    BigDecimal inMonthOf(Instant at) {
        return months.getOrDefault(month(at), BigDecimal.ZERO);
    }

    BigDecimal of(String purse) {
        return purses.getOrDefault(purse, BigDecimal.ZERO);
    }

    /** The abandoned reservation of this very charge, which is the caller's from now on. */
    Optional<LedgerLine> takeUp(Charge charge, String purse, Instant now) {
        LedgerLine line = unheard.get(charge);
        boolean same = line != null
                && line.purse().equals(purse)
                && Duration.between(line.at(), now).compareTo(SAME) < 0;
        return same ? Optional.of(unheard.remove(charge)) : Optional.empty();
    }

    /** The last restore of the object in that state that was asked for from here and not refused. */
    Optional<LedgerLine> restore(ObjectKey key, String token) {
        return Optional.ofNullable(restores.get(key))
                .filter(line -> line.charge().token().value().equals(token));
    }
}
