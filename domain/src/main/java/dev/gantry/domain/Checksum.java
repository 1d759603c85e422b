package dev.gantry.domain;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/** One checksum value; CRCs are kept as their four bytes, most significant first. */
public final class Checksum {

    private final ChecksumType type;
    private final byte[] value;

    /** Copies {@code value}; refuses one of another size than the type's with {@link InvalidValueException}. */
    public Checksum(ChecksumType type, byte[] value) {
        this.type = Objects.requireNonNull(type, "type");
        if (value.length != type.bytes()) {
            throw new InvalidValueException(
                    "a " + type + " checksum has " + type.bytes() + " bytes, not " + value.length);
        }
        this.value = value.clone();
    }

    /** Reads base64; refuses what is none, or of the wrong size, with {@link InvalidValueException}. */
    public static Checksum base64(ChecksumType type, String text) {
        try {
            return new Checksum(type, Base64.getDecoder().decode(text));
        } catch (InvalidValueException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("the " + type + " checksum is not base64: " + text, e);
        }
    }

    public ChecksumType type() {
        return type;
    }

    /** A copy of the value. */
    public byte[] value() {
        return value.clone();
    }

    public String toBase64() {
        return Base64.getEncoder().encodeToString(value);
    }

    public String toHex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checksum that && type == that.type && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return type + ":" + toHex();
    }
}
