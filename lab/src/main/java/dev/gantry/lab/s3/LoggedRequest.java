package dev.gantry.lab.s3;

import java.time.Instant;

/**
 * A request that the service has answered.
 *
 * @param at on the service's clock
 * @param operation S3's name of it, as {@code RestoreObject}; the method where it has none here
 * @param bucket empty for requests of the account
 * @param key empty for requests of a bucket
 * @param status of the answer
 * @param code of a refusal; empty otherwise
 * @param tier of a restore, as {@code Standard}; empty otherwise
 * @param days of a restore; 0 otherwise
 */
public record LoggedRequest(
        Instant at, String operation, String bucket, String key, int status, String code, String tier, int days) {

    /** Whether a restore began, or was made faster: what is paid for. */
    public boolean isPaidRestore() {
        return operation.equals("RestoreObject") && status == 202;
    }
}
