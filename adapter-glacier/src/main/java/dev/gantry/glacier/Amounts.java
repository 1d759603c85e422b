package dev.gantry.glacier;

import dev.gantry.domain.InvalidValueException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts of money as text. */
final class Amounts {

    private static final int SHOWN = 4;
    private static final int MOST_DIGITS = 24;

    private Amounts() {}

    /** Reads what a person wrote, as {@code 12.50}; not negative. */
    static BigDecimal parse(String text) {
        try {
            BigDecimal amount = new BigDecimal(text.strip());
            if (amount.signum() >= 0 && amount.precision() <= MOST_DIGITS && Math.abs(amount.scale()) <= MOST_DIGITS) {
                return amount;
            }
        } catch (NumberFormatException e) {
            throw new InvalidValueException("an amount is a number like 12.50, not " + text, e);
        }
        throw new InvalidValueException("an amount is a number like 12.50 and not negative, not " + text);
    }

    /** For people: four decimals, rounded up. */
    static String text(BigDecimal amount) {
        return amount.setScale(SHOWN, RoundingMode.UP).toPlainString();
    }
}
