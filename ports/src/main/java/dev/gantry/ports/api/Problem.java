package dev.gantry.ports.api;

/** What is wrong with a request, independent of protocol. */
public enum Problem {
    /** Something in the request cannot be: a name, a size, a parameter, a document. */
    INVALID,
    /** The bytes do not have the checksum that came with them. */
    CHECKSUM_MISMATCH,
    /** The body ended before its announced length, or is not as long as the blob. */
    WRONG_LENGTH,
    /** The user may not do this. */
    FORBIDDEN,
    NO_SUCH_BUCKET,
    NO_SUCH_OBJECT,
    NO_SUCH_JOB,
    NO_SUCH_CHUNK,
    /** The job has no blob of that object at that offset. */
    NO_SUCH_BLOB,
    BUCKET_EXISTS,
    BUCKET_NOT_EMPTY,
    /** An object of that name is there and may not be replaced. */
    OBJECT_EXISTS,
    /** It clashes with what is there: another job has the name, or the blob was received with other bytes. */
    CONFLICT,
    /** The range lies outside of the object. */
    RANGE_NOT_SATISFIABLE,
    /** The job has ended and takes or gives no data. */
    GONE,
    /** The operation is known and not offered here. */
    NOT_IMPLEMENTED,
    /** The store is full, or below its free-space floor. */
    STORE_FULL,
    /** The store may not be written to; somebody must let the node write to it before the same can work. */
    STORE_READ_ONLY,
    /** Try again after {@link ApiException#retryAfter}. */
    UNAVAILABLE,
    /** Something that should not happen; the log says more. */
    INTERNAL
}
