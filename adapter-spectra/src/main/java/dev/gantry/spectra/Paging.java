package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.transport.Headers;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The parameters and headers by which lists of the management style are paged (docs/spectra-s3.md, Paging). */
final class Paging {

    private Paging() {}

    /** The page that the query asks for. */
    static PageRequest request(Query query) {
        return new PageRequest(start(query), length(query));
    }

    /** The page of {@code all} that the query asks for. */
    static <T> Page<T> of(List<T> all, Query query, Function<T, UUID> id) {
        return request(query).of(all, id);
    }

    private static int length(Query query) {
        long length = query.number("page_length").orElse(PageRequest.MAX);
        if (length < 1) {
            throw new InvalidValueException("page_length is at least 1");
        }
        return (int) Math.min(length, PageRequest.MAX);
    }

    private static PageRequest.Start start(Query query) {
        if (query.has("page_offset") && query.has("page_start_marker")) {
            throw new InvalidValueException("give page_offset or page_start_marker, not both");
        }
        if (query.isTrue("last_page")) {
            return new PageRequest.Last();
        }
        return query.has("page_start_marker")
                ? new PageRequest.Behind(query.uuid("page_start_marker"))
                : new PageRequest.At(query.number("page_offset").orElse(0));
    }

    /** The headers that tell how the page stands in its list. */
    static Headers headers(Page<?> page) {
        return Headers.builder()
                .add(WireNames.PAGE_TRUNCATED, Long.toString(page.left()))
                .add(WireNames.TOTAL_RESULT_COUNT, Long.toString(page.total()))
                .build();
    }
}
