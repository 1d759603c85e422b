package dev.gantry.spectra;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Ending;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.ports.api.Buckets;
import dev.gantry.ports.api.Gateway;
import dev.gantry.transport.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Jobs of one status as records, without their blobs: active, completed or canceled ones. */
final class JobRecords {

    private final JobStatus status;

    JobRecords(JobStatus status) {
        this.status = status;
    }

    private String element() {
        return switch (status) {
            case IN_PROGRESS -> "Job";
            case COMPLETED -> "CompletedJob";
            case CANCELED -> "CanceledJob";
        };
    }

    CompletionStage<Reply> list(Call call) {
        return bucketIds(call.gateway())
                .thenCombine(call.gateway().jobs().list(EnumSet.of(status)), (buckets, jobs) -> {
                    Page<Job> page = Page.of(
                            chosen(jobs, call.query(), buckets),
                            call.query(),
                            job -> job.id().value());
                    return Answers.list(
                            page,
                            out -> page.items()
                                    .forEach(job -> out.element(element(), one -> record(one, job, buckets))));
                });
    }

    CompletionStage<Reply> show(Call call) {
        return call.gateway()
                .jobs()
                .get(JobId.parse(call.target().item()))
                .thenCombine(bucketIds(call.gateway()), (job, buckets) -> {
                    if (job.status() != status) {
                        throw WireException.notFound("job " + job.id() + " is " + job.status() + ", not " + status);
                    }
                    return Answers.data(out -> record(out, job, buckets));
                });
    }

    private static CompletionStage<Map<BucketName, BucketId>> bucketIds(Gateway gateway) {
        return gateway.buckets()
                .list()
                .thenApply(list -> list.stream().collect(Collectors.toMap(Buckets.Bucket::name, Buckets.Bucket::id)));
    }

    private static List<Job> chosen(List<Job> jobs, Query query, Map<BucketName, BucketId> buckets) {
        Predicate<Job> wanted = where(query.oneOf("request_type", JobKind.class), (job, kind) -> job.kind() == kind)
                .and(where(query.oneOf("priority", Priority.class), (job, priority) -> job.priority() == priority))
                .and(where(
                        query.oneOf("chunk_client_processing_order_guarantee", Ordering.class),
                        (job, ordering) -> job.ordering() == ordering))
                .and(where(query.text("name"), (job, name) -> job.name().equals(name)))
                .and(where(query.text("user_id"), JobRecords::isUser))
                .and(where(query.text("bucket_id"), (job, bucket) -> isBucket(job, bucket, buckets)));
        return jobs.stream().filter(wanted).toList();
    }

    private static <T> Predicate<Job> where(Optional<T> wanted, BiPredicate<Job, T> matches) {
        return job -> wanted.isEmpty() || matches.test(job, wanted.get());
    }

    private static boolean isUser(Job job, String idOrName) {
        return job.owner().id().toString().equalsIgnoreCase(idOrName)
                || job.owner().name().equals(idOrName);
    }

    private static boolean isBucket(Job job, String idOrName, Map<BucketName, BucketId> buckets) {
        Optional<BucketId> id = Optional.ofNullable(buckets.get(job.bucket()));
        return job.bucket().value().equals(idOrName)
                || id.filter(known -> known.toString().equalsIgnoreCase(idOrName))
                        .isPresent();
    }

    private void record(XmlOut out, Job job, Map<BucketName, BucketId> buckets) {
        boolean active = status == JobStatus.IN_PROGRESS;
        if (active) {
            out.text("Aggregating", false);
        }
        out.text("BucketId", Optional.ofNullable(buckets.get(job.bucket())))
                .text("CachedSizeInBytes", job.progress().cachedBytes());
        if (status == JobStatus.CANCELED) {
            out.text("CanceledDueToTimeout", false);
        }
        out.text("ChunkClientProcessingOrderGuarantee", job.ordering())
                .text("CompletedSizeInBytes", job.progress().bytes())
                .text("CreatedAt", job.created());
        ending(out, job);
        out.text("ErrorMessage", job.ending().flatMap(Ending::reason))
                .text("Id", job.id())
                .text("Naked", false)
                .text("Name", job.name())
                .text("OriginalSizeInBytes", job.size().bytes())
                .text("Priority", job.priority())
                .text("Rechunked", "")
                .text("RequestType", job.kind())
                .text("Truncated", false)
                .text("UserId", job.owner().id());
        if (active) {
            activeOnly(out);
        }
    }

    private void ending(XmlOut out, Job job) {
        switch (status) {
            case IN_PROGRESS -> out.text("DeadJobCleanupAllowed", true);
            case COMPLETED -> out.text("DateCompleted", job.ending().map(Ending::at));
            case CANCELED -> out.text("DateCanceled", job.ending().map(Ending::at));
        }
    }

    private static void activeOnly(XmlOut out) {
        out.text("ImplicitJobIdResolution", false)
                .text("MinimizeSpanningAcrossMedia", false)
                .text("Protected", false)
                .text("Replicating", false)
                .text("Restore", "NO")
                .text("TruncatedDueToTimeout", false)
                .text("VerifyAfterWrite", false);
    }
}
