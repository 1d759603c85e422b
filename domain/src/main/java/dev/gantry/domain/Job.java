package dev.gantry.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A set of blobs of one bucket with a kind, an owner, a priority, an ordering and a status. Immutable: a change is a
 * {@link Transition}.
 *
 * @param created when the job was made; clients may set it to another time
 * @param size how much there is to do
 * @param progress how far it is, at the time the value was made
 * @param ending present exactly when the status is not {@link JobStatus#IN_PROGRESS}
 */
public record Job(
        JobId id,
        String name,
        JobKind kind,
        StoreId store,
        BucketName bucket,
        User owner,
        Priority priority,
        Ordering ordering,
        Instant created,
        JobStatus status,
        JobSize size,
        Progress progress,
        Optional<Ending> ending) {

    /** The longest name of a job, in characters. */
    public static final int MAX_NAME = 1024;

    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(ordering, "ordering");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(progress, "progress");
        if (name.length() > MAX_NAME) {
            throw new InvalidValueException("a job's name has at most " + MAX_NAME + " characters");
        }
        if ((status == JobStatus.IN_PROGRESS) == ending.isPresent()) {
            throw new InvalidValueException("a job that is " + status + " with ending " + ending);
        }
    }

    /** Whether the job is still running. */
    public boolean isActive() {
        return status == JobStatus.IN_PROGRESS;
    }

    /** The same job, further on. */
    public Job with(Progress newProgress) {
        return new Job(
                id, name, kind, store, bucket, owner, priority, ordering, created, status, size, newProgress, ending);
    }

    /** The same job with its plan made. */
    public Job with(JobSize newSize) {
        return new Job(
                id, name, kind, store, bucket, owner, priority, ordering, created, status, newSize, progress, ending);
    }

    /** Changes what {@code change} names, and leaves the rest. */
    public Transition modify(JobChange change) {
        if (!isActive()) {
            return new Transition.Refused(Transition.Refusal.ENDED);
        }
        Priority newPriority = change.priority().orElse(priority);
        if (change.priority().isPresent() && !newPriority.requestable()) {
            return new Transition.Refused(Transition.Refusal.PRIORITY_RESERVED);
        }
        return new Transition.Moved(new Job(
                id,
                change.name().orElse(name),
                kind,
                store,
                bucket,
                owner,
                newPriority,
                ordering,
                change.created().orElse(created),
                status,
                size,
                progress,
                ending));
    }

    /** Ends the job by somebody's wish or by a time-out; what is stored stays. */
    public Transition cancel(Instant at, String reason) {
        return isActive() ? ended(JobStatus.CANCELED, at, Optional.of(reason)) : refusedAsEnded();
    }

    /**
     * Ends the job because nothing is left to do: COMPLETED if every blob has evidence, else CANCELED with how many
     * objects failed.
     */
    public Transition finish(Instant at, long failedObjects) {
        if (!isActive()) {
            return refusedAsEnded();
        }
        if (progress.blobs() + progress.failedBlobs() < size.blobs()) {
            return new Transition.Refused(Transition.Refusal.WORK_LEFT);
        }
        return progress.failedBlobs() == 0
                ? ended(JobStatus.COMPLETED, at, Optional.empty())
                : ended(
                        JobStatus.CANCELED,
                        at,
                        Optional.of(failedObjects + " of " + size.objects() + " objects failed"));
    }

    private static Transition refusedAsEnded() {
        return new Transition.Refused(Transition.Refusal.ENDED);
    }

    private Transition ended(JobStatus newStatus, Instant at, Optional<String> reason) {
        return new Transition.Moved(new Job(
                id,
                name,
                kind,
                store,
                bucket,
                owner,
                priority,
                ordering,
                created,
                newStatus,
                size,
                progress,
                Optional.of(new Ending(at, reason))));
    }
}
