package dev.gantry.jdbc;

import dev.gantry.domain.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * Reads what a {@link Packer} built. A value that ends early or holds more than it says is refused with a runtime
 * exception, before anything is allocated for a size that it does not have.
 */
final class Unpacker {

    private final ByteBuffer in;
    private final int version;

    /** Takes up a value, of that codec version at most. */
    Unpacker(byte[] packed, int version) {
        in = ByteBuffer.wrap(packed);
        int found = in.get();
        if (found < 1 || found > version) {
            throw new InvalidValueException(
                    "a packed value of version " + found + "; this release reads up to " + version);
        }
        this.version = found;
    }

    /** The version that the value has. */
    int version() {
        return version;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte group = in.get();
            value |= (group & 0x7FL) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw new InvalidValueException("a packed number without an end");
    }

    /** How many elements follow: each takes a byte at least, so there are no more than bytes. */
    int count() {
        long count = number();
        if (count < 0 || count > in.remaining()) {
            throw new InvalidValueException("a packed value that says " + count + " and holds " + in.remaining());
        }
        return (int) count;
    }

    UUID uuid() {
        return new UUID(in.getLong(), in.getLong());
    }

    static UUID uuid(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    byte[] bytes() {
        return take(count());
    }

    private byte[] take(int length) {
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    String text() {
        long head = number();
        long length = head >>> 1;
        if (length > in.remaining()) {
            throw new InvalidValueException("a packed text of " + length + " bytes where " + in.remaining() + " are");
        }
        byte[] bytes = take((int) length);
        return (head & 1) == 0
                ? new String(bytes, StandardCharsets.UTF_8)
                : ByteBuffer.wrap(bytes).asCharBuffer().toString();
    }

    Instant instant() {
        long folded = number();
        return Instant.ofEpochSecond(folded >>> 1 ^ -(folded & 1), number());
    }

    void end() {
        if (in.hasRemaining()) {
            throw new InvalidValueException("a packed value with " + in.remaining() + " bytes too many");
        }
    }
}
