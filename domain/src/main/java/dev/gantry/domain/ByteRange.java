package dev.gantry.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A run of bytes: {@code length} bytes from {@code offset} on; both in bytes, neither negative. */
public record ByteRange(long offset, long length) {

    public ByteRange {
        if (offset < 0 || length < 0 || offset + length < 0) {
            throw new InvalidValueException("no range of bytes: offset " + offset + ", length " + length);
        }
    }

    /** The first offset behind the range. */
    public long end() {
        return offset + length;
    }

    /** Everything from {@code offset} on, for a range whose end is not known. */
    public static ByteRange from(long offset) {
        return new ByteRange(offset, Long.MAX_VALUE - offset);
    }

    /** What both ranges have; of ranges without a common byte, a range of no byte. */
    public ByteRange intersection(ByteRange other) {
        long begin = Math.max(offset, other.offset);
        return new ByteRange(begin, Math.max(0, Math.min(end(), other.end()) - begin));
    }

    /** The same bytes as ranges in order of offset, of which none touches another. */
    public static List<ByteRange> merged(Collection<ByteRange> ranges) {
        List<ByteRange> merged = new ArrayList<>();
        for (ByteRange range : ranges.stream()
                .sorted(Comparator.comparingLong(ByteRange::offset))
                .toList()) {
            int last = merged.size() - 1;
            if (last >= 0 && range.offset() <= merged.get(last).end()) {
                long end = Math.max(merged.get(last).end(), range.end());
                merged.set(
                        last,
                        new ByteRange(
                                merged.get(last).offset(),
                                end - merged.get(last).offset()));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }

    /** Whether every byte of {@code other} lies in this range. */
    public boolean covers(ByteRange other) {
        return offset <= other.offset && other.end() <= end();
    }
}
