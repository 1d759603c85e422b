package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.ports.spi.BucketRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the last look at a bucket found, believed for ten seconds if it was there and for one if not (docs/s3.md, Buckets).
 * A change of ours is seen at once. Thread-safe.
 */
final class RecentLooks {

    private static final Duration FOUND = Duration.ofSeconds(10);
    private static final Duration MISSED = Duration.ofSeconds(1);
    private static final int MOST = 10_000;

    private record Look(Optional<BucketRecord> found, Instant until) {}

    private final InstantSource clock;
    private final Map<BucketName, Look> looks = new LinkedHashMap<>(); // guarded by this, as is below
    private long changes;

    RecentLooks(InstantSource clock) {
        this.clock = clock;
    }

    synchronized Optional<Optional<BucketRecord>> find(BucketName name) {
        Look look = looks.get(name);
        boolean holds = look != null && clock.instant().isBefore(look.until());
        return holds ? Optional.of(look.found()) : Optional.empty();
    }

    /** What a look is told by when it ends whether something was changed meanwhile. */
    synchronized long begin() {
        return changes;
    }

    synchronized Optional<BucketRecord> keep(BucketName name, Optional<BucketRecord> found, long begun) {
        if (begun == changes) {
            if (looks.size() >= MOST) {
                looks.remove(looks.keySet().iterator().next());
            }
            looks.put(name, new Look(found, clock.instant().plus(found.isPresent() ? FOUND : MISSED)));
        }
        return found;
    }

    synchronized void forget(BucketName name) {
        changes++;
        looks.remove(name);
    }
}
