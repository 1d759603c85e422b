package dev.gantry.domain;

/** How much a job has to do, fixed when its plan is made. {@code bytes} is the sum of its blobs' lengths. */
public record JobSize(long objects, long blobs, int chunks, long bytes) {

    public static final JobSize EMPTY = new JobSize(0, 0, 0, 0);

    /** What a job has to do that another joins. */
    public JobSize plus(JobSize other) {
        return new JobSize(
                objects + other.objects,
                blobs + other.blobs,
                Math.addExact(chunks, other.chunks),
                Math.addExact(bytes, other.bytes));
    }

    public JobSize {
        if (objects < 0 || blobs < 0 || chunks < 0 || bytes < 0) {
            throw new InvalidValueException("no job has " + objects + " objects, " + blobs + " blobs, " + chunks
                    + " chunks, " + bytes + " bytes");
        }
    }
}
