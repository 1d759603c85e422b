package dev.gantry.domain;

import java.util.Objects;
import java.util.Optional;

/**
 * One contiguous byte range of one object: the unit of one data request.
 *
 * @param offset where the blob begins in its object, in bytes
 * @param length the blob's size in bytes; 0 only for the one blob of an empty object
 * @param layout how the whole object is cut
 * @param pinned of a blob to be read, the state of the object that the plan saw; of one to be written, empty
 */
public record Blob(
        BlobId id,
        ObjectName name,
        ObjectId object,
        long offset,
        long length,
        BlobLayout layout,
        Optional<VersionToken> pinned) {

    public Blob {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(pinned, "pinned");
        if (!layout.range(layout.indexOf(offset)).equals(new ByteRange(offset, length))) {
            throw new InvalidValueException("no blob of " + name + " at " + offset + " with " + length + " bytes");
        }
    }

    /** Blob {@code index} of an object, with its derived id. */
    public static Blob of(
            ObjectName name, ObjectId object, BlobLayout layout, long index, Optional<VersionToken> pinned) {
        ByteRange range = layout.range(index);
        BlobId id = BlobId.derived(object, range.offset());
        return new Blob(id, name, object, range.offset(), range.length(), layout, pinned);
    }

    /** Where the blob lies in its object. */
    public ByteRange range() {
        return new ByteRange(offset, length);
    }

    /** The blob's number in its object, from 0. */
    public long index() {
        return layout.indexOf(offset);
    }
}
