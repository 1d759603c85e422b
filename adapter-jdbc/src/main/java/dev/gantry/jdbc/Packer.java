package dev.gantry.jdbc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Builds one packed value: unsigned numbers in groups of seven bits, texts and bytes behind their length. */
final class Packer {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins a value of that codec version. */
    Packer(int version) {
        out.write(version);
    }

    /** A number that is not negative, in as few groups of seven bits as it needs. */
    Packer number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    Packer uuid(UUID value) {
        out.writeBytes(uuidBytes(value));
        return this;
    }

    static byte[] uuidBytes(UUID value) {
        return ByteBuffer.allocate(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    Packer bytes(byte[] value) {
        return bytes(value, 0);
    }

    /** The bytes from {@code from} on. */
    Packer bytes(byte[] value, int from) {
        number(value.length - from);
        out.write(value, from, value.length - from);
        return this;
    }

    /** Any string exactly: UTF-8, or UTF-16 where a lone surrogate forbids that; the length's lowest bit says which. */
    Packer text(String value) {
        byte[] bytes;
        int wide = 0;
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
        } catch (CharacterCodingException e) {
            bytes = utf16(value);
            wide = 1;
        }
        number((long) bytes.length << 1 | wide);
        out.writeBytes(bytes);
        return this;
    }

    private static byte[] utf16(String value) {
        ByteBuffer units = ByteBuffer.allocate(2 * value.length());
        units.asCharBuffer().put(value);
        return units.array();
    }

    Packer instant(Instant value) {
        long seconds = value.getEpochSecond();
        return number(seconds << 1 ^ seconds >> 63).number(value.getNano());
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
