package dev.gantry.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The values of an SQL IN list, filled up to one of a few lengths so that few different statements are prepared. */
record InList(String marks, List<Object> values) {

    /** The most values in one list. */
    static final int MAX = 1000;

    /** Of 1 to {@link #MAX} values; the last one is repeated. */
    static InList of(List<?> values) {
        int length = IntStream.of(1, 10, 100, MAX)
                .filter(l -> l >= values.size())
                .findFirst()
                .orElseThrow();
        List<Object> filled = new ArrayList<>(values);
        filled.addAll(Collections.nCopies(length - values.size(), values.get(values.size() - 1)));
        return new InList("?" + ",?".repeat(length - 1), filled);
    }

    /** All values behind {@code before}, as arguments of a statement. */
    Object[] after(Object... before) {
        List<Object> all = new ArrayList<>(Arrays.asList(before));
        all.addAll(values);
        return all.toArray();
    }
}
