package dev.gantry.domain;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One contiguous byte range of one object: the unit of one data request.
 *
 * @param offset where the blob begins in its object, in bytes
 * @param length the blob's size in bytes; 0 only for the one blob of an empty object
 * @param layout how the whole object is cut; from a node of which only a part of the object was asked, as far as that tells
 * @param pinned of a blob to be read, the state of the object that the plan saw; of one to be written, empty
 * @param asked of a blob to be read in parts, the ranges that are wanted of it, as positions in the object; none means
 *     all of it
 * @param nearline whether it could not be read at once when its job was made; it stays so (design.md, InCache)
 */
public record Blob(
        BlobId id,
        ObjectName name,
        ObjectId object,
        long offset,
        long length,
        BlobLayout layout,
        Optional<VersionToken> pinned,
        List<ByteRange> asked,
        boolean nearline) {

    public Blob {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(pinned, "pinned");
        ByteRange whole = new ByteRange(offset, length);
        if (!layout.range(layout.indexOf(offset)).equals(whole)) {
            throw new InvalidValueException("no blob of " + name + " at " + offset + " with " + length + " bytes");
        }
        asked = List.copyOf(asked);
        if (!asked.isEmpty() && !asked.stream().allMatch(whole::covers)) {
            throw new InvalidValueException("of the blob of " + name + " at " + offset + " cannot be asked " + asked);
        }
    }

    /** A blob that is wanted whole. */
    public Blob(
            BlobId id,
            ObjectName name,
            ObjectId object,
            long offset,
            long length,
            BlobLayout layout,
            Optional<VersionToken> pinned) {
        this(id, name, object, offset, length, layout, pinned, List.of(), false);
    }

    /** Blob {@code index} of an object, with its derived id. */
    public static Blob of(
            ObjectName name, ObjectId object, BlobLayout layout, long index, Optional<VersionToken> pinned) {
        ByteRange range = layout.range(index);
        BlobId id = BlobId.derived(object, range.offset());
        return new Blob(id, name, object, range.offset(), range.length(), layout, pinned);
    }

    /** The same blob, of which only those ranges are wanted; none, or one over all of it, means whole. */
    public Blob asked(List<ByteRange> ranges) {
        List<ByteRange> parts = ranges.contains(range()) ? List.of() : ranges;
        return new Blob(id, name, object, offset, length, layout, pinned, parts, nearline);
    }

    /** The same blob, which could not be read at once when its job was made, or could. */
    public Blob nearline(boolean then) {
        return new Blob(id, name, object, offset, length, layout, pinned, asked, then);
    }

    /** What is wanted of the blob: the asked ranges, or the whole. */
    public List<ByteRange> wanted() {
        return asked.isEmpty() ? List.of(range()) : asked;
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
