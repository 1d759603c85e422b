package dev.gantry.lab;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The disk in front of the drives. What is written goes through it, and what is read back stays here for a while. */
final class DiskCache {

    private final long capacity;
    private final Map<DiskCopy, TapedObject> copies = new LinkedHashMap<>();
    private long used;
    private long reserved;

    DiskCache(long capacity) {
        this.capacity = capacity;
    }

    /** Takes a copy in; what a client writes comes in even where there is no room. */
    void add(TapedObject object, DiskCopy copy) {
        copies.put(copy, object);
        object.copies().add(copy);
        used += copy.range().length();
    }

    /** Sets room aside for bytes that are about to be read, making some if it must; says whether there is room. */
    boolean reserve(long bytes) {
        List<DiskCopy> leaving = copies.keySet().stream()
                .filter(copy -> copy.isOnTape() && copy.isReleased())
                .sorted(Comparator.comparing(DiskCopy::until))
                .toList();
        for (int i = 0; i < leaving.size() && room() < bytes; i++) {
            remove(leaving.get(i));
        }
        boolean fits = room() >= bytes;
        reserved += fits ? bytes : 0;
        return fits;
    }

    /** Gives back what {@link #reserve} set aside. */
    void unreserve(long bytes) {
        reserved -= bytes;
    }

    private long room() {
        return capacity - used - reserved;
    }

    /** How many bytes could come in if all that may go went. */
    long free() {
        long leaving = copies.keySet().stream()
                .filter(copy -> copy.isOnTape() && copy.isReleased())
                .mapToLong(copy -> copy.range().length())
                .sum();
        return Math.max(0, room() + leaving);
    }

    /** Whether so much could ever come in. */
    boolean couldHold(long bytes) {
        return bytes <= capacity;
    }

    /** Drops what is over at that time. */
    void expire(Instant now) {
        copies.keySet().stream().filter(copy -> copy.isOver(now)).toList().forEach(this::remove);
    }

    void removeAll(TapedObject object) {
        List.copyOf(object.copies()).forEach(this::remove);
    }

    private void remove(DiskCopy copy) {
        TapedObject object = copies.remove(copy);
        object.copies().remove(copy);
        used -= copy.range().length();
    }
}
