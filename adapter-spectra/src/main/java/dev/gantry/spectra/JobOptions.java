package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.ports.api.Jobs;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a client wishes for a new job, or wants changed of one (docs/spectra-s3.md, Creating jobs). {@code force} has
 * nothing to overcome here: it is checked and otherwise let be.
 */
record JobOptions(
        String name,
        Optional<Priority> priority,
        Optional<Ordering> ordering,
        OptionalLong maxUpload,
        Set<JobOption> options) {

    /** Parameters and flags that stand for an option where they say true. */
    static final Map<String, JobOption> PARAMETERS = Map.of(
            "aggregating", JobOption.AGGREGATING,
            "implicit_job_id_resolution", JobOption.IMPLICIT_RESOLUTION,
            "protected", JobOption.PROTECTED,
            "minimize_spanning_across_media", JobOption.MINIMIZE_SPANNING,
            "verify_after_write", JobOption.VERIFY_AFTER_WRITE,
            "ignore_naming_conflicts", JobOption.IGNORE_NAMING_CONFLICTS,
            "pre_allocate_job_space", JobOption.PRE_ALLOCATE);

    /** Says false where {@link JobOption#KEPT_WHEN_IDLE} is meant. */
    static final String CLEANUP = "dead_job_cleanup_allowed";

    private static final String PRIORITY = "priority";
    private static final String ORDERING = "chunk_client_processing_order_guarantee";

    /** Reads them from the query; refuses what cannot be, and what would be another operation. */
    static JobOptions of(Query query) {
        refuseOthers(query);
        return new JobOptions(
                name(query).orElse(Jobs.UNTITLED),
                priority(query.text(PRIORITY)),
                query.oneOf(ORDERING, Ordering.class),
                maxUpload(query),
                options(query));
    }

    private static void refuseOthers(Query query) {
        if (query.has("replicate")) {
            throw new InvalidValueException("replicate is for START_BULK_PUT only");
        }
        query.isTrue("force");
    }

    private static Set<JobOption> options(Query query) {
        Set<JobOption> options = EnumSet.noneOf(JobOption.class);
        PARAMETERS.forEach((parameter, option) -> {
            if (query.isTrue(parameter)) {
                options.add(option);
            }
        });
        if (query.has(CLEANUP) && !query.isTrue(CLEANUP)) {
            options.add(JobOption.KEPT_WHEN_IDLE);
        }
        return options;
    }

    /** What a request to modify a job wants changed. */
    static JobChange change(Query query) {
        return query.isTrue("close_aggregating_job")
                ? JobChange.CLOSED
                : new JobChange(
                        name(query),
                        priority(query.text(PRIORITY)),
                        query.text("created_at").map(Dates::parseParameter),
                        changed(query));
    }

    private static Map<JobOption, Boolean> changed(Query query) {
        Map<JobOption, Boolean> changed = new EnumMap<>(JobOption.class);
        if (query.has("protected")) {
            changed.put(JobOption.PROTECTED, query.isTrue("protected"));
        }
        if (query.has(CLEANUP)) {
            changed.put(JobOption.KEPT_WHEN_IDLE, !query.isTrue(CLEANUP));
        }
        return changed;
    }

    /** The job's name, which every answer carries as XML. */
    static Optional<String> name(Query query) {
        return query.text("name").map(name -> {
            if (!XmlText.isLegal(name)) {
                throw new InvalidValueException("a job's name cannot hold characters that XML 1.0 cannot carry");
            }
            return name;
        });
    }

    /** A priority that a client may ask for. */
    static Optional<Priority> priority(Optional<String> text) {
        Optional<Priority> priority = text.map(value -> Query.constant(PRIORITY, Priority.class, value));
        priority.filter(asked -> !asked.requestable()).ifPresent(reserved -> {
            throw new InvalidValueException(
                    "priority " + reserved + " is the node's own; ask for URGENT, HIGH, NORMAL or LOW");
        });
        return priority;
    }

    private static OptionalLong maxUpload(Query query) {
        OptionalLong size = query.number("max_upload_size");
        if (size.isPresent() && size.getAsLong() == 0) {
            throw new InvalidValueException("max_upload_size is at least 1 byte");
        }
        return size;
    }

    /** The request; what {@code document} says counts where the query says nothing. */
    Jobs.JobRequest request(JobKind kind, BucketName bucket, ObjectsDocument document) {
        Optional<Ordering> written = document.ordering().map(value -> Query.constant(ORDERING, Ordering.class, value));
        return new Jobs.JobRequest(
                kind,
                bucket,
                name,
                priority.or(() -> priority(document.priority())),
                ordering.or(() -> written).orElse(Ordering.IN_ORDER),
                kind == JobKind.PUT ? maxUpload : OptionalLong.empty(),
                options);
    }
}
