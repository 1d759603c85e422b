package dev.gantry.domain;

import java.util.Objects;
import java.util.Optional;

/**
 * Which part of a bucket to list.
 *
 * @param prefix names begin with it; may be empty
 * @param after names are greater than it in UTF-8 byte order; may be empty, and need not exist. If it is a common prefix
 *     of the listing, everything below it is skipped
 * @param delimiter names that hold it behind the prefix are rolled up into common prefixes that end with it
 * @param max how many names and common prefixes a page has at most, 1 to 1,000
 */
public record ListQuery(String prefix, String after, Optional<String> delimiter, int max) {

    /** The largest page. */
    public static final int MAX_PAGE = 1000;

    public ListQuery {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(after, "after");
        if (max < 1 || max > MAX_PAGE) {
            throw new InvalidValueException("a page has 1 to " + MAX_PAGE + " names, not " + max);
        }
        if (delimiter.isPresent() && delimiter.get().isEmpty()) {
            throw new InvalidValueException("a delimiter cannot be empty");
        }
    }

    /** The first page of a whole bucket. */
    public static ListQuery all() {
        return new ListQuery("", "", Optional.empty(), MAX_PAGE);
    }

    /** The same query behind {@code last}. */
    public ListQuery from(String last) {
        return new ListQuery(prefix, last, delimiter, max);
    }

    /** The common prefix that {@code name} is rolled up into, if it is. */
    public Optional<String> commonPrefix(String name) {
        return delimiter
                .map(d -> name.indexOf(d, prefix.length()) < 0
                        ? ""
                        : name.substring(0, name.indexOf(d, prefix.length()) + d.length()))
                .filter(common -> !common.isEmpty());
    }
}
