package dev.gantry.domain;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;

/** Names one blob: one byte range of one state of one object. */
public record BlobId(UUID value) {

    public BlobId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * The id that the blob of {@code object} at {@code offset} has wherever no other was given. It is made from its
     * arguments alone, so a PUT job and every later GET job agree on it without anything being kept.
     */
    public static BlobId derived(ObjectId object, long offset) {
        ByteBuffer name = ByteBuffer.allocate(24)
                .putLong(object.value().getMostSignificantBits())
                .putLong(object.value().getLeastSignificantBits())
                .putLong(offset);
        return new BlobId(UUID.nameUUIDFromBytes(name.array()));
    }

    /** Reads the canonical text of a UUID; refuses anything else with {@link InvalidValueException}. */
    public static BlobId parse(String text) {
        return new BlobId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
