package dev.gantry.file;

import dev.gantry.domain.BucketName;
import dev.gantry.ports.spi.BucketRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Records of buckets that were read a moment ago: every request asks for one. Each is believed for a second, and none is
 * once its bucket was made or removed. Thread-safe.
 */
final class RecentBuckets {

    private static final Duration BELIEVED = Duration.ofSeconds(1);
    private static final int MOST = 1000;

    private record Known(BucketRecord record, Instant read) {}

    private final InstantSource clock;
    private final Map<BucketName, Known> known = new LinkedHashMap<>();
    private long changes;

    RecentBuckets(InstantSource clock) {
        this.clock = clock;
    }

    synchronized Optional<BucketRecord> find(BucketName name) {
        Known found = known.get(name);
        return found == null || clock.instant().isAfter(found.read().plus(BELIEVED))
                ? Optional.empty()
                : Optional.of(found.record());
    }

    /** What {@link #keep} wants to know: the time, and that no bucket has changed since. */
    synchronized Look look() {
        return new Look(clock.instant(), changes);
    }

    record Look(Instant at, long changes) {}

    /** Remembers what was read after {@code look}, unless a bucket has changed since: it may be of yesterday. */
    synchronized void keep(BucketRecord record, Look look) {
        if (look.changes() != changes) {
            return;
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(record.name(), new Known(record, look.at()));
    }

    /** The bucket was made or removed; called once it is. */
    synchronized void changed(BucketName name) {
        changes++;
        known.remove(name);
    }
}
