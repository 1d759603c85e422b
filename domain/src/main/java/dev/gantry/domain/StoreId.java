package dev.gantry.domain;

import java.util.regex.Pattern;

/** Names one configured store of a node: 1 to 63 of {@code A-Z a-z 0-9 . _ -}. */
public record StoreId(String value) {

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    public StoreId {
        if (value == null || !LEGAL.matcher(value).matches()) {
            throw new InvalidValueException("a store is named by 1 to 63 of A-Z a-z 0-9 . _ -, not: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
