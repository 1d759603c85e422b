package dev.gantry.domain;

/** What somebody may do in a bucket that another user made. */
public enum Permission {
    /** See the bucket and read what is in it. */
    READ,
    /** The same, and put, change and remove objects; not the bucket itself. */
    WRITE;

    /** Whether who has this may do what {@code wanted} allows. */
    public boolean includes(Permission wanted) {
        return compareTo(wanted) >= 0;
    }

    /** What a job of that kind asks of the bucket. */
    public static Permission of(JobKind kind) {
        return switch (kind) {
            case PUT -> WRITE;
            case GET, VERIFY, STAGE -> READ;
        };
    }
}
