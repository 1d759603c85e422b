package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Buckets.Bucket;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The parameters by which lists of jobs are filtered (docs/spectra-s3.md, Inspect jobs). */
final class JobFilters {

    private final Accounts accounts;

    JobFilters(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The filter of a list of the jobs of that status. No job is ever rechunked; a bucket or user that is not known has no jobs. */
    JobFilter of(Query query, JobStatus status, List<Bucket> buckets) {
        JobFilter filter = new JobFilter(
                Set.of(status),
                query.text("bucket_id").map(asked -> bucket(asked, buckets)),
                query.text("user_id").map(this::user),
                query.oneOf("request_type", JobKind.class),
                query.oneOf("priority", Priority.class),
                query.oneOf("chunk_client_processing_order_guarantee", Ordering.class),
                query.text("name"),
                flags(query));
        boolean rechunked = query.text("rechunked").map(Dates::parseParameter).isPresent();
        return rechunked ? JobFilter.none() : filter;
    }

    private static JobFilter.Flags flags(Query query) {
        return new JobFilter.Flags(
                flag(query, "aggregating"), flag(query, "truncated"), flag(query, "canceled_due_to_timeout"));
    }

    private static Optional<Boolean> flag(Query query, String name) {
        return query.has(name) ? Optional.of(query.isTrue(name)) : Optional.empty();
    }

    /** A job outlives its bucket, whose name it keeps. */
    private static BucketName bucket(String idOrName, List<Bucket> buckets) {
        Optional<BucketName> known = buckets.stream()
                .filter(bucket -> bucket.id().toString().equalsIgnoreCase(idOrName))
                .map(Bucket::name)
                .findFirst();
        return known.orElseGet(() -> new BucketName(idOrName));
    }

    private UserId user(String idOrName) {
        return accounts.users().stream()
                .filter(user -> user.name().equals(idOrName))
                .map(User::id)
                .findFirst()
                .orElseGet(() -> userId(idOrName));
    }

    private static UserId userId(String text) {
        try {
            return UserId.parse(text);
        } catch (InvalidValueException e) {
            throw new InvalidValueException("user_id is neither a user's name nor a UUID: " + text, e);
        }
    }
}
