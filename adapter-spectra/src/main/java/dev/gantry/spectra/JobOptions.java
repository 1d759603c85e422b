package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.ports.api.Jobs;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client wishes for a new job (docs/spectra-s3.md, Creating jobs). Hints that change nothing here, such as
 * {@code aggregating} or {@code minimize_spanning_across_media}, are checked and otherwise let be.
 */
record JobOptions(String name, Optional<Priority> priority, Optional<Ordering> ordering, OptionalLong maxUpload) {

    private static final String PRIORITY = "priority";
    private static final String ORDERING = "chunk_client_processing_order_guarantee";

    /** Reads them from the query; refuses what cannot be, and what would be another operation. */
    static JobOptions of(Query query) {
        refuseOthers(query);
        return new JobOptions(
                name(query).orElse(Jobs.UNTITLED),
                priority(query.text(PRIORITY)),
                query.oneOf(ORDERING, Ordering.class),
                maxUpload(query));
    }

    private static void refuseOthers(Query query) {
        if (query.has("replicate")) {
            throw WireException.notImplemented("START_BULK_PUT with replicate");
        }
        if (query.isTrue("implicit_job_id_resolution")) {
            throw WireException.notImplemented("implicit_job_id_resolution; send job= with each blob");
        }
        query.isTrue("aggregating");
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
                kind == JobKind.PUT ? maxUpload : OptionalLong.empty());
    }
}
