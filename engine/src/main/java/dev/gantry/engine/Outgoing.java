package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import java.util.ArrayList;
import java.util.List;

/**
 * What has gone out of one blob. Only acknowledged bytes count, with one rule for a connection that broke midway: a client
 * that then asks for the rest from byte N on, and gets it acknowledged, has said that it holds what was sent before N.
 */
final class Outgoing {

    private final List<ByteRange> wanted;
    private final List<ByteRange> acknowledged = new ArrayList<>();
    private final List<ByteRange> broken = new ArrayList<>();
    private int moving;

    /** Nothing has gone out yet of those ranges. */
    Outgoing(List<ByteRange> wanted) {
        this.wanted = wanted;
    }

    void begin() {
        moving++;
    }

    boolean isMoving() {
        return moving > 0;
    }

    /** A read of {@code ranges} ended without being acknowledged. */
    void broke(List<ByteRange> ranges) {
        moving--;
        broken.addAll(ranges);
    }

    /** A read of {@code ranges} was acknowledged whole. */
    void acknowledged(List<ByteRange> ranges) {
        moving--;
        for (ByteRange range : ranges) {
            acknowledged.add(range);
            broken.stream()
                    .filter(b -> b.offset() < range.offset() && range.offset() <= b.end())
                    .map(b -> new ByteRange(b.offset(), range.offset() - b.offset()))
                    .forEach(acknowledged::add);
        }
    }

    /** Whether every byte that is wanted has been acknowledged. */
    boolean isWhole() {
        List<ByteRange> whole = ByteRange.merged(acknowledged);
        return !whole.isEmpty()
                && wanted.stream().allMatch(range -> whole.stream().anyMatch(piece -> piece.covers(range)));
    }
}
