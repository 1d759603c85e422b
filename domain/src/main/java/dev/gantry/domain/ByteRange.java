package dev.gantry.domain;

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

    /** Whether every byte of {@code other} lies in this range. */
    public boolean covers(ByteRange other) {
        return offset <= other.offset && other.end() <= end();
    }
}
