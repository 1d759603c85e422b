package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.transport.Headers;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * One page of a list of the management style (docs/spectra-s3.md, Paging).
 *
 * @param left how many items follow after this page
 * @param total how many items there are in all
 */
record Page<T>(List<T> items, int left, int total) {

    /** How many items a page has where the client does not say. */
    static final int DEFAULT_LENGTH = 1000;

    Page {
        items = List.copyOf(items);
    }

    /** The page of {@code all} that the query asks for. */
    static <T> Page<T> of(List<T> all, Query query, Function<T, UUID> id) {
        int length = length(query);
        int from = Math.min(all.size(), from(all, query, id, length));
        int to = Math.min(all.size(), from + length);
        return new Page<>(all.subList(from, to), all.size() - to, all.size());
    }

    private static int length(Query query) {
        long length = query.number("page_length").orElse(DEFAULT_LENGTH);
        if (length < 1) {
            throw new InvalidValueException("page_length is at least 1");
        }
        return (int) Math.min(length, DEFAULT_LENGTH);
    }

    private static <T> int from(List<T> all, Query query, Function<T, UUID> id, int length) {
        if (query.has("page_offset") && query.has("page_start_marker")) {
            throw new InvalidValueException("give page_offset or page_start_marker, not both");
        }
        if (query.isTrue("last_page")) {
            return Math.max(0, all.size() - 1) / length * length;
        }
        if (query.has("page_start_marker")) {
            return behind(all, query.required("page_start_marker"), id);
        }
        return (int)
                Math.min(Integer.MAX_VALUE - length, query.number("page_offset").orElse(0));
    }

    private static <T> int behind(List<T> all, String marker, Function<T, UUID> id) {
        for (int i = 0; i < all.size(); i++) {
            if (id.apply(all.get(i)).toString().equalsIgnoreCase(marker)) {
                return i + 1;
            }
        }
        throw new InvalidValueException("page_start_marker names nothing in this list: " + marker);
    }

    /** The headers that tell how the page stands in its list. */
    Headers headers() {
        return Headers.builder()
                .add(WireNames.PAGE_TRUNCATED, Integer.toString(left))
                .add(WireNames.TOTAL_RESULT_COUNT, Integer.toString(total))
                .build();
    }
}
