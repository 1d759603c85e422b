package dev.gantry.domain;

/** How urgent a job is, most urgent first (docs/spectra-s3.md, Priorities). */
public enum Priority {
    CRITICAL(32, false),
    URGENT(16, true),
    HIGH(8, true),
    NORMAL(4, true),
    LOW(2, true),
    BACKGROUND(1, false);

    private final int weight;
    private final boolean requestable;

    Priority(int weight, boolean requestable) {
        this.weight = weight;
        this.requestable = requestable;
    }

    /** The share of grants a priority gets against the others that have work waiting. */
    public int weight() {
        return weight;
    }

    /** Where it stands, from 0, the most urgent first. */
    @SuppressWarnings("EnumOrdinal") // their order is what they mean
    int place() {
        return ordinal();
    }

    /** Whether a store's reserve of slots is closed to it (docs/adr/0020-bound-of-the-scheduler.md). */
    public boolean isKeptFromReserve() {
        return this == CRITICAL || this == URGENT;
    }

    /** Whether a client may ask for it; CRITICAL and BACKGROUND are the node's own. */
    public boolean requestable() {
        return requestable;
    }
}
