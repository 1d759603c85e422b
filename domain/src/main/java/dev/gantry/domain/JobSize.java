package dev.gantry.domain;

/** How much a job has to do, fixed when its plan is made. {@code bytes} is the sum of its blobs' lengths. */
public record JobSize(long objects, long blobs, int chunks, long bytes) {

    public static final JobSize EMPTY = new JobSize(0, 0, 0, 0);

    public JobSize {
        if (objects < 0 || blobs < 0 || chunks < 0 || bytes < 0) {
            throw new InvalidValueException("no job has " + objects + " objects, " + blobs + " blobs, " + chunks
                    + " chunks, " + bytes + " bytes");
        }
    }
}
