package dev.gantry.domain;

/** What may be asked of a job besides its kind, priority and ordering (docs/spectra-s3.md, Creating jobs). */
public enum JobOption {
    /** Later creations of the same kind may join the job while it runs; taken away, the job is closed to them. */
    AGGREGATING(true),
    /** Data requests that name no job find this one by the object they name. */
    IMPLICIT_RESOLUTION(false),
    /** Nobody may cancel or truncate the job. */
    PROTECTED(true),
    /** The job stays however long its client is silent. */
    KEPT_WHEN_IDLE(true),
    /** A wish about media; kept and shown. */
    MINIMIZE_SPANNING(false),
    /** Every object is read back and compared once it is published, before that counts as evidence. */
    VERIFY_AFTER_WRITE(false),
    /** Objects that are there already with the same name and size are left out. */
    IGNORE_NAMING_CONFLICTS(false),
    /** The job is made only if its store has room for all of it now. */
    PRE_ALLOCATE(false),
    /** The job's plan was made by another server. */
    REPLICATED(false);

    private final boolean changeable;

    JobOption(boolean changeable) {
        this.changeable = changeable;
    }

    /** Whether it can be given or taken away while the job runs. */
    public boolean isChangeable() {
        return changeable;
    }
}
