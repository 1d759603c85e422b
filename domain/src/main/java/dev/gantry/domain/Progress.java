package dev.gantry.domain;

/**
 * How far a job is. {@code blobs} and {@code bytes} have evidence, {@code failedBlobs} have failed for good.
 * {@code cachedBytes} is, of a PUT job, what was received; of a GET job, what was online when it was made.
 */
public record Progress(long blobs, long failedBlobs, long bytes, long cachedBytes) {

    public static final Progress NONE = new Progress(0, 0, 0, 0);

    public Progress {
        if (blobs < 0 || failedBlobs < 0 || bytes < 0 || cachedBytes < 0) {
            throw new InvalidValueException("no progress: " + blobs + " blobs, " + failedBlobs + " failed, " + bytes
                    + " bytes, " + cachedBytes + " cached");
        }
    }
}
