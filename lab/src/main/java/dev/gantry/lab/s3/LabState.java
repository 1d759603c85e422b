package dev.gantry.lab.s3;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;

/** All that the service holds. Its own monitor guards it: operations hold it while they run, and never wait. */
final class LabState {

    private final InstantSource clock;
    private final TreeMap<String, LabBucket> buckets = new TreeMap<>();
    private int throttled;
    private boolean expedited = true;
    private long nextUpload = 1;

    LabState(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    TreeMap<String, LabBucket> buckets() {
        return buckets;
    }

    LabBucket bucket(String name) {
        return Optional.ofNullable(buckets.get(name))
                .orElseThrow(() -> new S3Refusal(404, "NoSuchBucket", "The specified bucket does not exist"));
    }

    void create(String name) {
        if (buckets.putIfAbsent(name, new LabBucket(now())) != null) {
            throw new S3Refusal(409, "BucketAlreadyOwnedByYou", "The bucket is there already and you own it.");
        }
    }

    String newUpload() {
        return "upload-" + nextUpload++;
    }

    void throttle(int requests) {
        throttled = requests;
    }

    /** Refuses while requests are to be throttled. */
    void requirePace() {
        if (throttled > 0) {
            throttled--;
            throw new S3Refusal(503, "SlowDown", "Please reduce your request rate.");
        }
    }

    void expedited(boolean available) {
        expedited = available;
    }

    boolean hasExpeditedCapacity() {
        return expedited;
    }
}
