package dev.gantry.domain;

/** What a bucket does with an object whose name is taken. Fixed when the bucket is made. */
public enum Versioning {
    /** Refuses it: an object stays what it is until it is deleted. */
    NONE,
    /** Puts it in the other one's place once it is whole. */
    KEEP_LATEST;

    /** Whether an object may take another one's place. */
    public boolean replaces() {
        return this == KEEP_LATEST;
    }
}
