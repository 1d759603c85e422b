package dev.gantry.engine;

import java.util.Objects;

/**
 * What became of one object, or of one path that is none.
 *
 * @param name the object's name; of a path that cannot have one, the path
 * @param bytes the object's length
 * @param reason why, unless {@link Status#VERIFIED}; then empty
 */
public record TransferOutcome(String name, Status status, long bytes, String reason) {

    /** How it ended. */
    public enum Status {
        /** It is where it should be, and its checksums agree. */
        VERIFIED,
        FAILED,
        /** It was left out, since it is no file and no directory. */
        SKIPPED
    }

    public TransferOutcome {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(reason, "reason");
    }
}
