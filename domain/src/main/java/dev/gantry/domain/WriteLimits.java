package dev.gantry.domain;

import java.util.OptionalLong;

/**
 * What blobs a store can take. {@code smallestBlob} holds for every blob but an object's last; {@code largestBlob} for
 * all; blob sizes are multiples of {@code multiple}; an object has at most {@code maxBlobs} of them and
 * {@code largestObject} bytes. Sizes in bytes.
 */
public record WriteLimits(long smallestBlob, long largestBlob, long multiple, long maxBlobs, long largestObject) {

    /** The largest blob where neither store nor client asks for less: 64 GiB (docs/spectra-s3.md, Blobs). */
    public static final long DEFAULT_BLOB = 64L << 30;

    public WriteLimits {
        boolean blobs = smallestBlob >= 1 && largestBlob >= smallestBlob && multiple >= 1 && maxBlobs >= 1;
        if (!blobs || largestObject < largestBlob) {
            throw new InvalidValueException("no write limits: smallest " + smallestBlob + ", largest " + largestBlob
                    + ", multiple " + multiple + ", at most " + maxBlobs + ", largest object " + largestObject);
        }
    }

    /** Limits of a store whose objects may have any length. */
    public WriteLimits(long smallestBlob, long largestBlob, long multiple, long maxBlobs) {
        this(smallestBlob, largestBlob, multiple, maxBlobs, Long.MAX_VALUE);
    }

    /** Limits of a store that takes anything. */
    public static WriteLimits none() {
        return new WriteLimits(1, Long.MAX_VALUE, 1, Long.MAX_VALUE);
    }

    /**
     * Cuts an object of {@code length} bytes into blobs of at most {@code maxUpload} bytes, or of the default.
     *
     * @throws InvalidValueException if the store cannot take the object so; the message says the number that would do
     */
    public BlobLayout layout(long length, OptionalLong maxUpload) {
        if (length > largestObject) {
            throw new InvalidValueException(
                    "an object of " + length + " bytes is too large for this store, which takes " + largestObject);
        }
        long wanted = Math.min(maxUpload.orElse(DEFAULT_BLOB), largestBlob);
        if (maxUpload.isPresent() && maxUpload.getAsLong() < smallestBlob) {
            throw new InvalidValueException("max_upload_size " + maxUpload.getAsLong()
                    + " is below this store's smallest blob of " + smallestBlob + " bytes");
        }
        if (length <= wanted) {
            return BlobLayout.whole(length);
        }
        long size = Math.max(multiple, wanted - wanted % multiple);
        BlobLayout layout = new BlobLayout(length, size);
        if (layout.count() > maxBlobs) {
            throw new InvalidValueException("an object of " + length + " bytes needs blobs of at least "
                    + ((length - 1) / maxBlobs + 1) + " bytes in this store; it takes at most " + maxBlobs
                    + " of them");
        }
        return layout;
    }

    /** Whether the store can take an object that somebody else has cut so. */
    public boolean take(BlobLayout layout) {
        long largest = Math.min(layout.blobSize(), layout.objectLength());
        boolean cut = layout.count() == 1 || (layout.blobSize() >= smallestBlob && layout.blobSize() % multiple == 0);
        boolean length = layout.objectLength() <= largestObject;
        return cut && length && largest <= largestBlob && layout.count() <= maxBlobs;
    }
}
