package dev.gantry.glacier;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The storage classes whose objects must be restored before they are read (docs/glacier.md, Tiers). */
enum ArchiveClass {
    GLACIER(Map.of(
            RestoreTier.EXPEDITED, Duration.ofMinutes(5),
            RestoreTier.STANDARD, Duration.ofHours(5),
            RestoreTier.BULK, Duration.ofHours(12))),
    DEEP_ARCHIVE(Map.of(RestoreTier.STANDARD, Duration.ofHours(12), RestoreTier.BULK, Duration.ofHours(48)));

    @SuppressWarnings("ImmutableEnumChecker") // an EnumMap that nobody changes
    private final Map<RestoreTier, Duration> latencies;

    ArchiveClass(Map<RestoreTier, Duration> latencies) {
        this.latencies = new EnumMap<>(latencies);
    }

    /** The class of that name in S3, if it is an archived one. */
    static Optional<ArchiveClass> of(String name) {
        return Arrays.stream(values())
                .filter(known -> known.name().equals(name))
                .findFirst();
    }

    boolean offers(RestoreTier tier) {
        return latencies.containsKey(tier);
    }

    /** The tiers that it offers, the fastest first. */
    List<RestoreTier> tiers() {
        return List.copyOf(latencies.keySet());
    }

    /** Within what time AWS says that a restore is typically done; only of a tier that it offers. */
    Duration latency(RestoreTier tier) {
        return latencies.get(tier);
    }
}
