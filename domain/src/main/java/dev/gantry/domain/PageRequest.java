package dev.gantry.domain;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * Which page of a list is asked for.
 *
 * @param max how many items it has at most, 1 to {@link #MAX}
 */
public record PageRequest(Start start, int max) {

    /** The largest page. */
    public static final int MAX = 1000;

    /** Where a page begins. */
    public sealed interface Start {}

    /** Behind so many items. */
    public record At(long offset) implements Start {
        public At {
            if (offset < 0) {
                throw new InvalidValueException("a page cannot begin before the first item: " + offset);
            }
        }
    }

    /** Behind the item of that id. */
    public record Behind(UUID id) implements Start {
        public Behind {
            Objects.requireNonNull(id, "id");
        }
    }

    /** So that nothing follows; pages are counted from the first item. */
    public record Last() implements Start {}

    public PageRequest {
        Objects.requireNonNull(start, "start");
        if (max < 1 || max > MAX) {
            throw new InvalidValueException("a page has 1 to " + MAX + " items, not " + max);
        }
    }

    /** As much as one page holds, behind so many items. */
    public static PageRequest from(long offset) {
        return new PageRequest(new At(offset), MAX);
    }

    /** Where the last page of so many items begins. */
    public long lastOf(long total) {
        return Math.max(0, total - 1) / max * max;
    }

    /** Cuts the page out of a whole list; a {@link Behind} that names nothing in it is refused. */
    public <T> Page<T> of(List<T> all, Function<T, UUID> id) {
        int from = (int) Math.min(all.size(), offset(all, id));
        int to = (int) Math.min(all.size(), (long) from + max);
        return new Page<>(all.subList(from, to), all.size() - to, all.size());
    }

    private <T> long offset(List<T> all, Function<T, UUID> id) {
        if (start instanceof At at) {
            return at.offset();
        }
        return start instanceof Behind behind ? behind(all, behind.id(), id) : lastOf(all.size());
    }

    private static <T> long behind(List<T> all, UUID marker, Function<T, UUID> id) {
        for (int i = 0; i < all.size(); i++) {
            if (id.apply(all.get(i)).equals(marker)) {
                return i + 1L;
            }
        }
        throw new InvalidValueException("the page is to begin behind " + marker + ", which this list does not have");
    }
}
