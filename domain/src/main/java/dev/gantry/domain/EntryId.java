package dev.gantry.domain;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Names one blob of one chunk of one job. Made of the chunk's id: the upper half is the same, and the lower half differs
 * by the blob's place. So the first blob's is the chunk's own id, and no table of entries is needed to find one.
 */
public record EntryId(UUID value) {

    public EntryId {
        Objects.requireNonNull(value, "value");
    }

    /** Reads the canonical text of a UUID; refuses anything else with {@link InvalidValueException}. */
    public static EntryId parse(String text) {
        return new EntryId(Uuids.parse(text));
    }

    /** The id of the blob at that place of a chunk. */
    public static EntryId of(ChunkId chunk, int blob) {
        UUID id = chunk.value();
        return new EntryId(new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ blob));
    }

    /** Which blob of {@code chunk} this names, if one of it. */
    public OptionalInt placeIn(Chunk chunk) {
        UUID id = chunk.id().value();
        long place = id.getLeastSignificantBits() ^ value.getLeastSignificantBits();
        boolean inside = place >= 0 && place < chunk.blobs().size();
        return inside && id.getMostSignificantBits() == value.getMostSignificantBits()
                ? OptionalInt.of((int) place)
                : OptionalInt.empty();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
