package dev.gantry.domain;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which jobs a list is about; what is empty takes any, but no status takes none. */
public record JobFilter(
        Set<JobStatus> statuses,
        Optional<BucketName> bucket,
        Optional<UserId> owner,
        Optional<JobKind> kind,
        Optional<Priority> priority,
        Optional<Ordering> ordering,
        Optional<String> name,
        Flags flags) {

    /** What jobs are or are not; {@code timedOut} is of those that a time-out ended. */
    public record Flags(Optional<Boolean> aggregating, Optional<Boolean> truncated, Optional<Boolean> timedOut) {

        /** Whatever they are. */
        public static final Flags ANY = new Flags(Optional.empty(), Optional.empty(), Optional.empty());

        private boolean accepts(Job job) {
            return is(aggregating, job.has(JobOption.AGGREGATING))
                    && is(truncated, job.isTruncated())
                    && is(timedOut, job.ending().filter(Ending::timedOut).isPresent());
        }
    }

    /** The order of lists of jobs: running ones, then those that ended last; of equals the newest first. */
    public static final Comparator<Job> NEWEST_FIRST = Comparator.comparing(JobFilter::ended)
            .thenComparing(Job::created)
            .thenComparing(Job::id)
            .reversed();

    public JobFilter {
        statuses = Set.copyOf(statuses);
    }

    private static Instant ended(Job job) {
        return job.ending().map(Ending::at).orElse(Instant.MAX);
    }

    /** Every job of those statuses. */
    public static JobFilter of(Set<JobStatus> statuses) {
        return new JobFilter(
                statuses,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Flags.ANY);
    }

    /** Every job that has not ended. */
    public static JobFilter running() {
        return of(EnumSet.of(JobStatus.IN_PROGRESS));
    }

    /** Every job there is. */
    public static JobFilter all() {
        return of(EnumSet.allOf(JobStatus.class));
    }

    /** No job at all. */
    public static JobFilter none() {
        return of(Set.of());
    }

    /** The same of one bucket. */
    public JobFilter in(BucketName one) {
        return new JobFilter(statuses, Optional.of(one), owner, kind, priority, ordering, name, flags);
    }

    /** The same of one kind. */
    public JobFilter ofKind(JobKind one) {
        return new JobFilter(statuses, bucket, owner, Optional.of(one), priority, ordering, name, flags);
    }

    /** What is left of this for {@code user} to see. */
    public JobFilter visibleTo(User user) {
        if (user.role().seesAll()) {
            return this;
        }
        return owner.filter(one -> !one.equals(user.id())).isPresent()
                ? none()
                : new JobFilter(statuses, bucket, Optional.of(user.id()), kind, priority, ordering, name, flags);
    }

    public boolean accepts(Job job) {
        return statuses.contains(job.status())
                && is(bucket, job.bucket())
                && is(owner, job.owner().id())
                && is(kind, job.kind())
                && is(priority, job.priority())
                && is(ordering, job.ordering())
                && is(name, job.name())
                && flags.accepts(job);
    }

    private static <T> boolean is(Optional<T> wanted, T value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }
}
