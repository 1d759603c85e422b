package dev.gantry.engine;

import dev.gantry.domain.ObjectName;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A set of names in 16 bytes each: it keeps the first 128 bits of their SHA-256, for which nobody can make two names
 * agree. Open addressing, at most two thirds full. Not thread-safe.
 */
final class NameSet {

    private static final int FIRST_SLOTS = 1024;

    private final MessageDigest sha = sha256();
    private long[] slots = new long[2 * FIRST_SLOTS];
    private int size;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Adds a name; false if it was there. */
    boolean add(ObjectName name) {
        ByteBuffer digest = digest(name);
        long high = digest.getLong() | 1;
        boolean added = insert(slots, high, digest.getLong());
        if (added && 3 * ++size > slots.length) {
            grow();
        }
        return added;
    }

    boolean contains(ObjectName name) {
        ByteBuffer digest = digest(name);
        long high = digest.getLong() | 1;
        long low = digest.getLong();
        int mask = slots.length / 2 - 1;
        for (int at = (int) (low & mask); slots[2 * at] != 0; at = (at + 1) & mask) {
            if (slots[2 * at] == high && slots[2 * at + 1] == low) {
                return true;
            }
        }
        return false;
    }

    private ByteBuffer digest(ObjectName name) {
        return ByteBuffer.wrap(sha.digest(name.utf8()));
    }

    private static boolean insert(long[] slots, long high, long low) {
        int mask = slots.length / 2 - 1;
        int at = (int) (low & mask);
        while (slots[2 * at] != 0) {
            if (slots[2 * at] == high && slots[2 * at + 1] == low) {
                return false;
            }
            at = (at + 1) & mask;
        }
        slots[2 * at] = high;
        slots[2 * at + 1] = low;
        return true;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                insert(slots, old[i], old[i + 1]);
            }
        }
    }
}
