package dev.gantry.domain;

/** What a job does with its blobs, with the priority it has where the client asks for none. */
public enum JobKind {
    PUT(Priority.NORMAL),
    GET(Priority.HIGH),
    VERIFY(Priority.LOW),
    STAGE(Priority.NORMAL);

    private final Priority defaultPriority;

    JobKind(Priority defaultPriority) {
        this.defaultPriority = defaultPriority;
    }

    public Priority defaultPriority() {
        return defaultPriority;
    }
}
