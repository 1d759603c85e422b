package dev.gantry.file;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An entry of a directory below {@code objects}.
 *
 * @param text its file name
 * @param name of an object's file, the object's name; of a directory, what the names below it begin with
 * @param isObject whether it is an object's file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Entry(String text, byte[] name, boolean isObject) {

    /** Reads the file name of an entry below names that begin with {@code start}; empty if it is none of ours. */
    static Optional<Entry> parse(String text, byte[] start) {
        int end = text.length() - 1;
        boolean isObject = text.charAt(end) == NameCode.FILE;
        boolean isMarked = isObject || text.charAt(end) == NameCode.CONTINUED;
        return NameCode.bytes(isMarked ? text.substring(0, end) : text)
                .map(rest -> new Entry(text, join(start, rest), isObject));
    }

    private static byte[] join(byte[] start, byte[] rest) {
        return ByteBuffer.allocate(start.length + rest.length)
                .put(start)
                .put(rest)
                .array();
    }

    boolean isIn(Window window) {
        return isObject ? window.holds(name) : window.mayHoldBelow(name) || window.holds(name);
    }
}
