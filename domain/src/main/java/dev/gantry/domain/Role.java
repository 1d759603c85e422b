package dev.gantry.domain;

/** What a user may do. */
public enum Role {
    /** Sees and changes its own jobs and the buckets it made. */
    USER,
    /** Everything but users and paid restores. */
    ADMIN,
    /** Everything. */
    ROOT;

    /** Whether the role reaches over other people's jobs and buckets. */
    public boolean seesAll() {
        return this != USER;
    }
}
