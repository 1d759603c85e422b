package dev.gantry.domain;

/** What has become of a tracked task. */
public enum TaskStatus {
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** Its node died while it ran, and it may not be run twice: nobody knows its outcome. */
    INTERRUPTED
}
