package dev.gantry.engine;

import dev.gantry.domain.Availability;
import dev.gantry.domain.Medium;
import dev.gantry.domain.Wait;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Waits.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a job's chunks wait for that are not online, as things stand at this moment, and when that may be over. Looks only.
 * Belongs to the control thread.
 */
final class StagingReasons {

    /** Clients that are sent away for longer may find their copies ending. */
    private static final Duration MOST_RETRY_AFTER = Duration.ofMinutes(5);

    private final ActiveJob job;
    private final JobStaging staging;
    private final StoreStaging store;
    private final StagingDesk desk;

    StagingReasons(JobStaging staging, StoreStaging store, StagingDesk desk) {
        this.job = staging.job();
        this.staging = staging;
        this.store = store;
        this.desk = desk;
    }

    /** Why a chunk may not be granted yet; empty if it may. */
    Optional<Waiting> of(int chunk) {
        if (!job.marks().isHeld(chunk)) {
            return Optional.empty();
        }
        return Optional.of(staging.find(chunk)
                .map(known -> new Waiting(chunk, wait(known), known.readyAbout()))
                .orElseGet(() -> new Waiting(chunk, unknown(chunk), Optional.empty())));
    }

    /** Of a chunk that nobody has looked at: others come first, or the store could not be asked. */
    private Wait unknown(int chunk) {
        int before = job.marks().undoneBefore(chunk);
        return before == 0
                ? new Wait.StoreFailed(job.store().id())
                : new Wait.Unfinished(before, JobGrants.MAX_UNFINISHED);
    }

    private Wait wait(StagedChunk chunk) {
        if (chunk.isUnpaid()) {
            return desk.permits().unpaid();
        }
        if (chunk.needsRequest() && !desk.permits(staging, chunk)) {
            return desk.usedUp(chunk);
        }
        return wait(chunk.obstacle().orElse(new Availability.Online(Optional.empty())));
    }

    private static Wait wait(Availability obstacle) {
        if (obstacle instanceof Availability.Offline offline) {
            return new Wait.Offline(
                    offline.media().stream().map(Medium::barcode).toList());
        }
        return obstacle instanceof Availability.Staging running
                ? new Wait.Staging(running.on(), running.since())
                : new Wait.Staging(obstacle instanceof Availability.Nearline near ? near.on() : "", Optional.empty());
    }

    /** Whether the job's client could not do anything if it were there. */
    boolean areAll() {
        return job.marks().unfinished().allMatch(job.marks()::isHeld)
                && !job.marks().hasMoreToGrant()
                && !job.marks().isDone();
    }

    private Stream<StagedChunk> waiting() {
        return staging.open().filter(chunk -> !chunk.isReady());
    }

    /** What the job's first chunk that is not online waits for. */
    Optional<Wait> first() {
        return waiting().findFirst().map(this::wait);
    }

    /** When the first of what is on its way is there, as far as the store can tell. */
    Optional<Instant> readyAbout() {
        return waiting()
                .filter(chunk -> !chunk.needsRequest())
                .flatMap(chunk -> chunk.readyAbout().stream())
                .min(Comparator.naturalOrder());
    }

    /** When it is worth asking again: about when something is there, in whole seconds. */
    Duration retryAfter(Instant now) {
        Duration in = readyAbout()
                .map(at -> Duration.between(now, at))
                .orElse(store.offer().pace());
        Duration whole = Duration.ofSeconds(in.plusMillis(999).toSeconds());
        Duration least = ReadyList.RETRY_AFTER.compareTo(whole) > 0 ? ReadyList.RETRY_AFTER : whole;
        return least.compareTo(MOST_RETRY_AFTER) < 0 ? least : MOST_RETRY_AFTER;
    }

    /** What to tell somebody who tried to read a chunk that is not online. */
    ApiException refusal(int chunk, Instant now) {
        String why = staging.find(chunk)
                .filter(known -> !known.isReady())
                .map(known -> wait(known).toString())
                .orElse("it is looked for");
        return new ApiException(Problem.UNAVAILABLE, "the data is not online: " + why, retryAfter(now), null);
    }
}
