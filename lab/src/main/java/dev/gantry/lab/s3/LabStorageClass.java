package dev.gantry.lab.s3;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** The storage classes that the service has; the archived ones with the time that each tier takes at most. */
public enum LabStorageClass {
    STANDARD(Map.of()),
    STANDARD_IA(Map.of()),
    GLACIER_IR(Map.of()),
    GLACIER(Map.of(
            ArchiveTier.EXPEDITED, Duration.ofMinutes(5),
            ArchiveTier.STANDARD, Duration.ofHours(5),
            ArchiveTier.BULK, Duration.ofHours(12))),
    DEEP_ARCHIVE(Map.of(ArchiveTier.STANDARD, Duration.ofHours(12), ArchiveTier.BULK, Duration.ofHours(48)));

    private final Map<ArchiveTier, Duration> latencies;

    LabStorageClass(Map<ArchiveTier, Duration> latencies) {
        this.latencies = latencies;
    }

    static LabStorageClass of(String name) {
        return Arrays.stream(values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new S3Refusal(
                        400, "InvalidStorageClass", "The storage class you specified is not valid: " + name));
    }

    boolean isArchived() {
        return !latencies.isEmpty();
    }

    /** How long a restore takes; refused if the class has no such tier. */
    Duration latency(ArchiveTier tier) {
        Duration latency = latencies.get(tier);
        if (latency == null) {
            throw new S3Refusal(
                    400,
                    "InvalidArgument",
                    "Retrieval option is not supported by this storage class: " + tier.wireName());
        }
        return latency;
    }
}
