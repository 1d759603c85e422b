package dev.gantry.domain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of an object in its bucket: 1 to 1,024 bytes of UTF-8 made of characters that XML 1.0 can carry, since every
 * listing and every job is XML. Any such name is legal, {@code ..} and a trailing slash included; it is a key and never
 * a path. Names are ordered by their UTF-8 bytes.
 */
public record ObjectName(String value) implements Comparable<ObjectName> {

    /** The longest name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1024;

    public ObjectName {
        if (value == null || value.isEmpty()) {
            throw new InvalidValueException("an object needs a name");
        }
        long bytes = utf8Length(value);
        if (bytes > MAX_BYTES) {
            throw new InvalidValueException(
                    "the object name has " + bytes + " bytes of UTF-8; at most " + MAX_BYTES + " are allowed");
        }
    }

    /** In bytes; refuses what XML cannot carry. Makes no copy: every request names an object. */
    private static long utf8Length(String value) {
        long bytes = 0;
        for (int i = 0, c; i < value.length(); i += Character.charCount(c)) {
            c = value.codePointAt(i);
            if (!isXmlCharacter(c)) {
                throw new InvalidValueException(
                        "the object name holds the character U+%04X, which XML 1.0 cannot carry".formatted(c));
            }
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        }
        return bytes;
    }

    private static boolean isXmlCharacter(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }

    /** Whether the name marks a folder entry: it ends in a slash. */
    public boolean isFolder() {
        return value.endsWith("/");
    }

    /** The name in the form that orders it. */
    public byte[] utf8() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(ObjectName other) {
        return Arrays.compareUnsigned(utf8(), other.utf8());
    }

    @Override
    public String toString() {
        return value;
    }
}
