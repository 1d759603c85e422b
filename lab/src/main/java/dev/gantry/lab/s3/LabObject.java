package dev.gantry.lab.s3;

import dev.gantry.transport.HttpDate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object as the service keeps it. Immutable but for its restored copy, which the account guards.
 *
 * @param etag without quotes
 * @param crc32c of all bytes, in base64
 * @param headers those given at its creation that are given back with it
 */
record LabObject(
        byte[] bytes,
        String etag,
        String crc32c,
        LabStorageClass storageClass,
        Instant modified,
        Map<String, String> headers,
        Optional<RestoredCopy> copy) {

    LabObject {
        headers = Map.copyOf(headers);
    }

    LabObject with(RestoredCopy restored) {
        return new LabObject(bytes, etag, crc32c, storageClass, modified, headers, Optional.of(restored));
    }

    /** The copy, unless it is over. */
    Optional<RestoredCopy> copy(Instant now) {
        return copy.filter(restored -> !restored.hasEnded(now));
    }

    void requireReadable(Instant now) {
        if (storageClass.isArchived()
                && copy(now).filter(c -> c.isReadable(now)).isEmpty()) {
            throw new S3Refusal(
                    403,
                    "InvalidObjectState",
                    "The operation is not valid for the object's storage class",
                    Map.of("StorageClass", storageClass.name()));
        }
    }

    /** The value of x-amz-restore. */
    Optional<String> restoreHeader(Instant now) {
        return copy(now)
                .map(restored -> restored.isRunning(now)
                        ? "ongoing-request=\"true\""
                        : "ongoing-request=\"false\", expiry-date=\"" + HttpDate.format(restored.until()) + "\"");
    }

    /** Whether {@code tags}, a list of entity tags with or without quotes, names this state. */
    boolean matches(List<String> tags) {
        return tags.stream()
                .map(tag -> tag.replace("\"", "").strip())
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }
}
