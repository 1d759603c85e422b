package dev.gantry.ports.spi;

import java.util.List;
import java.util.Optional;

/**
 * A page of a listing: objects and common prefixes, each in UTF-8 byte order.
 *
 * @param next what to pass as {@link dev.gantry.domain.ListQuery#after} for the next page; empty on the last one
 */
public record ListPage(List<StoredObject> objects, List<String> commonPrefixes, Optional<String> next) {

    public ListPage {
        objects = List.copyOf(objects);
        commonPrefixes = List.copyOf(commonPrefixes);
    }
}
