package dev.gantry.file;

import java.util.Arrays;

/** What of a bucket a listing has yet to look at: names with a prefix, behind an end that moves on. */
final class Window {

    private final byte[] prefix;
    private byte[] last;
    private boolean belowLastToo;

    /** Names that begin with {@code prefix} and are greater than {@code after}. */
    Window(byte[] prefix, byte[] after) {
        this.prefix = prefix;
        this.last = after;
    }

    /** Moves behind {@code name}. */
    void pass(byte[] name) {
        last = name;
        belowLastToo = false;
    }

    /** Moves behind every name that begins with {@code common}. */
    void passBelow(byte[] common) {
        last = common;
        belowLastToo = true;
    }

    boolean holds(byte[] name) {
        return startsWith(name, prefix) && isAhead(name);
    }

    /** Whether a name that begins with {@code start}, and is not {@code start}, may be in the window. */
    boolean mayHoldBelow(byte[] start) {
        boolean prefixed = startsWith(start, prefix) || startsWith(prefix, start);
        boolean aroundLast = startsWith(last, start) && !(belowLastToo && last.length == start.length);
        return prefixed && (aroundLast || isAhead(start));
    }

    private boolean isAhead(byte[] name) {
        return Arrays.compareUnsigned(name, last) > 0 && !(belowLastToo && startsWith(name, last));
    }

    static boolean startsWith(byte[] name, byte[] start) {
        return name.length >= start.length && Arrays.equals(name, 0, start.length, start, 0, start.length);
    }
}
