package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import java.util.Map;

/** The simple values of one JSON object, which a refusal calls {@code what}. */
record JsonRecord(String what, Map<String, String> values) {

    JsonRecord {
        values = Map.copyOf(values);
    }

    /** The value, or a refusal that names the member. */
    String text(String name) {
        String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new InvalidValueException(what + " has no " + name);
        }
        return value;
    }

    /** A number that is not negative. */
    long number(String name) {
        try {
            long number = Long.parseLong(text(name));
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidValueException(name + " of " + what + " is no number: " + text(name), e);
        }
        throw new InvalidValueException(name + " of " + what + " is negative: " + text(name));
    }
}
