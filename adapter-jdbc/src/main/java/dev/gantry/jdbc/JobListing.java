package dev.gantry.jdbc;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.ports.spi.ProviderException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads pages of the jobs that a filter takes; the texts of its statements are few, whatever is asked for. */
final class JobListing {

    private static final String PLACE = "ended_seconds, ended_nanos, created_seconds, created_nanos, seq";
    private static final String NEWEST = " ORDER BY " + PLACE.replace(",", " DESC,") + " DESC LIMIT ? OFFSET ?";
    /** A filter that is not set compares a column with itself. */
    private static final String TAKEN = " FROM job WHERE creating = 0 AND COALESCE(?, bucket) = bucket"
            + " AND COALESCE(?, owner) = owner AND COALESCE(?, kind) = kind AND COALESCE(?, priority) = priority"
            + " AND COALESCE(?, ordering) = ordering AND COALESCE(?, name) = name"
            + " AND COALESCE(?, aggregating) = aggregating AND COALESCE(?, truncated) = truncated"
            + " AND COALESCE(?, timed_out) = timed_out AND status IN (%s)";

    private static final String BEHIND = " AND (" + PLACE + ") < (?, ?, ?, ?, ?)";
    private static final String MARKER = "SELECT " + PLACE + " FROM job WHERE id = ? AND creating = 0";

    private final String taken;
    private final Object[] values;

    /** The filter has a status. */
    JobListing(JobFilter filter) {
        InList statuses = InList.of(
                filter.statuses().stream().map(JobStatus::name).sorted().toList());
        this.taken = TAKEN.formatted(statuses.marks());
        this.values = statuses.after(
                filter.bucket().map(bucket -> bucket.value()).orElse(null),
                filter.owner().map(owner -> Packer.uuidBytes(owner.value())).orElse(null),
                filter.kind().map(Enum::name).orElse(null),
                filter.priority().map(Enum::name).orElse(null),
                filter.ordering().map(Enum::name).orElse(null),
                filter.name().map(JobCodec::packName).orElse(null),
                JobRows.flag(filter.flags().aggregating()),
                JobRows.flag(filter.flags().truncated()),
                JobRows.flag(filter.flags().timedOut()));
    }

    Page<Job> read(Session session, PageRequest page) throws SQLException {
        long total = count(session, taken, values);
        if (page.start() instanceof PageRequest.Behind behind) {
            return behind(session, place(session, behind.id()), page.max(), total);
        }
        long offset = page.start() instanceof PageRequest.At at ? at.offset() : page.lastOf(total);
        List<Job> jobs = jobs(session, taken, values, page.max(), offset);
        return page(jobs, total - Math.min(total, offset), total);
    }

    private Page<Job> behind(Session session, Object[] place, int max, long total) throws SQLException {
        String following = taken + BEHIND;
        Object[] arguments = joined(values, place);
        return page(jobs(session, following, arguments, max, 0), count(session, following, arguments), total);
    }

    /** Between two statements the list may have changed. */
    private static Page<Job> page(List<Job> jobs, long following, long total) {
        long left = Math.max(0, following - jobs.size());
        return new Page<>(jobs, left, Math.max(total, left + jobs.size()));
    }

    private static Object[] place(Session session, UUID job) throws SQLException {
        return session.first(MARKER, JobListing::columns, Packer.uuidBytes(job))
                .orElseThrow(() -> new ProviderException.NotFound(
                        "the page is to begin behind job " + job + ", which is not there"));
    }

    private static Object[] columns(java.sql.ResultSet row) throws SQLException {
        return new Object[] {row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)};
    }

    private static long count(Session session, String taken, Object[] arguments) throws SQLException {
        return session.first("SELECT COUNT(*)" + taken, row -> row.getLong(1), arguments)
                .orElseThrow();
    }

    private static List<Job> jobs(Session session, String taken, Object[] arguments, int max, long offset)
            throws SQLException {
        return session.list("SELECT body" + taken + NEWEST, JobRows::job, joined(arguments, max, offset));
    }

    private static Object[] joined(Object[] first, Object... more) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray();
    }
}
