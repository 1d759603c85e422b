package dev.gantry.engine;

import dev.gantry.domain.Wait;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The chunks of a running job that may not be granted yet, as those whose bytes are not online, and why. Whoever lets one
 * go then offers the job's grants. Belongs to the control thread.
 */
final class ChunkHolds {

    /** Why a chunk is held, and about when that will be over, where that is known. */
    record Hold(Wait why, Optional<Instant> about) {}

    private final ChunkMarks marks;
    private final Map<Integer, Hold> holds = new HashMap<>();
    private Optional<IntFunction<Hold>> others = Optional.empty();

    ChunkHolds(ChunkMarks marks) {
        this.marks = marks;
    }

    /** Keeps every chunk from being granted until it is let go; {@code why} tells of those that nobody holds by name. */
    void holdAll(IntFunction<Hold> why) {
        others = Optional.of(why);
        marks.holdAll();
    }

    /** Keeps a chunk from being granted, or gives a newer reason. One that is granted stays so. */
    void hold(int chunk, Hold hold) {
        holds.put(chunk, hold);
        marks.hold(chunk, true);
    }

    /** The chunk may be granted; one that was not held may be already. */
    void letGo(int chunk) {
        holds.remove(chunk);
        marks.hold(chunk, false);
    }

    Optional<Hold> of(int chunk) {
        return Optional.ofNullable(holds.get(chunk))
                .or(() -> others.filter(why -> marks.isHeld(chunk)).map(why -> why.apply(chunk)));
    }
}
