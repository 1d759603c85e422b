package dev.gantry.domain;

import java.util.List;

/**
 * One page of a list.
 *
 * @param left how many items follow after this page
 * @param total how many items there are in all
 */
public record Page<T>(List<T> items, long left, long total) {

    public Page {
        items = List.copyOf(items);
        if (left < 0 || total < items.size() + left) {
            throw new InvalidValueException("no page: " + items.size() + " items, " + left + " left of " + total);
        }
    }

    /** The page of a list that has none. */
    public static <T> Page<T> empty() {
        return new Page<>(List.of(), 0, 0);
    }
}
