package dev.gantry.domain;

import java.util.Comparator;
import java.util.Objects;

/**
 * Where some bytes of an object lie on a medium. In their order, a medium is passed once from its beginning to its end.
 *
 * @param position where they begin, in the medium's own unit; it grows along the medium
 * @param range which bytes of the object they are
 */
public record Extent(Medium medium, long position, ByteRange range) implements Comparable<Extent> {

    private static final Comparator<Extent> ORDER = Comparator.comparing(Extent::medium)
            .thenComparingLong(Extent::position)
            .thenComparingLong(extent -> extent.range().offset())
            .thenComparingLong(extent -> extent.range().length());

    public Extent {
        Objects.requireNonNull(medium, "medium");
        Objects.requireNonNull(range, "range");
        if (position < 0) {
            throw new InvalidValueException("no position on a medium: " + position);
        }
    }

    @Override
    public int compareTo(Extent other) {
        return ORDER.compare(this, other);
    }
}
