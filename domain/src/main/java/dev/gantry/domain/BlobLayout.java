package dev.gantry.domain;

/**
 * How an object of {@code objectLength} bytes is cut: blobs of {@code blobSize} bytes each, the last one shorter. An
 * empty object has one empty blob. Both in bytes.
 */
public record BlobLayout(long objectLength, long blobSize) {

    public BlobLayout {
        if (objectLength < 0 || blobSize < 1) {
            throw new InvalidValueException("no layout: " + objectLength + " bytes in blobs of " + blobSize);
        }
    }

    /** The layout that leaves an object whole. */
    public static BlobLayout whole(long objectLength) {
        return new BlobLayout(objectLength, Math.max(1, objectLength));
    }

    /** How many blobs the object has, at least one. */
    public long count() {
        return objectLength == 0 ? 1 : (objectLength - 1) / blobSize + 1;
    }

    /** The range of blob {@code index}, counted from 0, in the object. */
    public ByteRange range(long index) {
        if (index < 0 || index >= count()) {
            throw new InvalidValueException("the object has no blob " + index + ", only " + count());
        }
        long offset = index * blobSize;
        return new ByteRange(offset, Math.min(blobSize, objectLength - offset));
    }

    /** The number of the blob that holds {@code offset}. */
    public long indexOf(long offset) {
        return Math.min(offset / blobSize, count() - 1);
    }
}
