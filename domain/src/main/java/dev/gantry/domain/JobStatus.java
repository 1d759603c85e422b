package dev.gantry.domain;

/** Where a job stands, as on the wire. There is no failed or paused status; the reason stands beside it. */
public enum JobStatus {
    IN_PROGRESS,
    COMPLETED,
    CANCELED
}
