package dev.gantry.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A set of blobs of one bucket with a kind, an owner, terms and a status. Immutable: a change is a {@link Transition}.
 *
 * @param terms what its client asked for: name, priority, ordering, options
 * @param created when the job was made; clients may set it to another time
 * @param size how much there is to do; of a truncated job, what had come
 * @param progress how far it is, at the time the value was made
 * @param truncation whether the job takes and gives nothing more, and only settles what it has
 * @param ending present exactly when the status is not {@link JobStatus#IN_PROGRESS}
 */
public record Job(
        JobId id,
        JobKind kind,
        StoreId store,
        BucketName bucket,
        User owner,
        JobTerms terms,
        Instant created,
        JobStatus status,
        JobSize size,
        Progress progress,
        Truncation truncation,
        Optional<Ending> ending) {

    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(truncation, "truncation");
        if ((status == JobStatus.IN_PROGRESS) == ending.isPresent()) {
            throw new InvalidValueException("a job that is " + status + " with ending " + ending);
        }
    }

    /** A job that begins: nothing is planned yet. */
    public static Job begun(
            JobId id, JobKind kind, StoreId store, BucketName bucket, User owner, JobTerms terms, Instant created) {
        return new Job(
                id,
                kind,
                store,
                bucket,
                owner,
                terms,
                created,
                JobStatus.IN_PROGRESS,
                JobSize.EMPTY,
                Progress.NONE,
                Truncation.NONE,
                Optional.empty());
    }

    public String name() {
        return terms.name();
    }

    public Priority priority() {
        return terms.priority();
    }

    public Ordering ordering() {
        return terms.ordering();
    }

    public boolean has(JobOption option) {
        return terms.options().contains(option);
    }

    public boolean isTruncated() {
        return truncation != Truncation.NONE;
    }

    /** Whether the job is still running. */
    public boolean isActive() {
        return status == JobStatus.IN_PROGRESS;
    }

    /** The same job, further on. */
    public Job with(Progress newProgress) {
        return new Job(id, kind, store, bucket, owner, terms, created, status, size, newProgress, truncation, ending);
    }

    /** The same job with its plan made. */
    public Job with(JobSize newSize) {
        return new Job(id, kind, store, bucket, owner, terms, created, status, newSize, progress, truncation, ending);
    }

    /** Changes what {@code change} names, and leaves the rest. */
    public Transition modify(JobChange change) {
        if (!isActive()) {
            return refusedAsEnded();
        }
        JobTerms changed = change.applyTo(terms);
        if (change.priority().isPresent() && !changed.priority().requestable()) {
            return new Transition.Refused(Transition.Refusal.PRIORITY_RESERVED);
        }
        return new Transition.Moved(new Job(
                id,
                kind,
                store,
                bucket,
                owner,
                changed,
                change.created().orElse(created),
                status,
                size,
                progress,
                truncation,
                ending));
    }

    /** Ends the job by somebody's wish; what is stored stays. */
    public Transition cancel(Instant at, String reason) {
        return isActive() ? ended(JobStatus.CANCELED, new Ending(at, Optional.of(reason))) : refusedAsEnded();
    }

    /** Ends the job because its client was silent for too long; what is stored stays. */
    public Transition timeOut(Instant at, String reason) {
        return isActive() ? ended(JobStatus.CANCELED, new Ending(at, Optional.of(reason), true)) : refusedAsEnded();
    }

    /**
     * Cuts the job down to what has come, once; it takes and gives nothing from then on.
     *
     * @param come how much that is
     */
    public Transition truncate(JobSize come, Progress reached, Truncation by) {
        return isActive() && !isTruncated()
                ? new Transition.Moved(
                        new Job(id, kind, store, bucket, owner, terms, created, status, come, reached, by, ending))
                : refusedAsEnded();
    }

    /**
     * Ends the job because nothing is left to do: COMPLETED if every blob has evidence, else CANCELED with how many
     * objects failed.
     *
     * @param failure why one of them did, if any did
     */
    public Transition finish(Instant at, long failedObjects, Optional<String> failure) {
        if (!isActive()) {
            return refusedAsEnded();
        }
        if (progress.blobs() + progress.failedBlobs() < size.blobs()) {
            return new Transition.Refused(Transition.Refusal.WORK_LEFT);
        }
        return progress.failedBlobs() == 0
                ? ended(JobStatus.COMPLETED, new Ending(at, truncation.reason()))
                : ended(JobStatus.CANCELED, new Ending(at, Optional.of(reason(failedObjects, failure))));
    }

    private String reason(long failedObjects, Optional<String> failure) {
        return failedObjects + " of " + size.objects() + " objects failed"
                + failure.map(first -> ": " + first).orElse("");
    }

    private static Transition refusedAsEnded() {
        return new Transition.Refused(Transition.Refusal.ENDED);
    }

    private Transition ended(JobStatus newStatus, Ending how) {
        return new Transition.Moved(new Job(
                id,
                kind,
                store,
                bucket,
                owner,
                terms,
                created,
                newStatus,
                size,
                progress,
                truncation,
                Optional.of(how)));
    }
}
