package dev.gantry.lab;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Extent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Bytes of one object that were asked for and are not all in the cache yet. */
final class Recall {

    private final TapedObject object;
    private final ByteRange range;
    private final Instant since;
    private final List<Extent> left;
    private Duration keep;
    private boolean roomSet;
    private boolean released;

    Recall(TapedObject object, ByteRange range, Instant since, Duration keep) {
        this.object = object;
        this.range = range;
        this.since = since;
        this.keep = keep;
        this.left = new ArrayList<>(object.extents(range));
    }

    TapedObject object() {
        return object;
    }

    ByteRange range() {
        return range;
    }

    Instant since() {
        return since;
    }

    Duration keep() {
        return keep;
    }

    void keepAtLeast(Duration longer) {
        keep = longer.compareTo(keep) > 0 ? longer : keep;
        released = false;
    }

    /** Nobody waits for it: its copy goes when room is needed. */
    void release() {
        released = true;
    }

    boolean isReleased() {
        return released;
    }

    /** What has not been read yet, in the object's order. */
    List<Extent> left() {
        return left;
    }

    /** Whether room in the cache is set aside for it. */
    boolean hasRoom() {
        return roomSet;
    }

    void setRoom() {
        roomSet = true;
    }
}
