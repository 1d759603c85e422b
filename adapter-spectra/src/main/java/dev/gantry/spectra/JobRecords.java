package dev.gantry.spectra;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Ending;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Page;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Jobs of one status as records, without their blobs: active, completed or canceled ones. */
final class JobRecords {

    private final JobStatus status;
    private final JobFilters filters;

    JobRecords(JobStatus status, JobFilters filters) {
        this.status = status;
        this.filters = filters;
    }

    private String element() {
        return switch (status) {
            case IN_PROGRESS -> "Job";
            case COMPLETED -> "CompletedJob";
            case CANCELED -> "CanceledJob";
        };
    }

    CompletionStage<Reply> list(Call call) {
        return call.gateway()
                .buckets()
                .list()
                .thenCompose(buckets -> call.gateway()
                        .jobs()
                        .list(filters.of(call.query(), status, buckets), Paging.request(call.query()))
                        .thenApply(page -> answer(page, ids(buckets))));
    }

    private Reply answer(Page<Job> page, Map<BucketName, BucketId> buckets) {
        return Answers.list(
                page, out -> page.items().forEach(job -> out.element(element(), one -> record(one, job, buckets))));
    }

    CompletionStage<Reply> show(Call call) {
        return call.gateway()
                .jobs()
                .get(JobId.parse(call.target().item()))
                .thenCombine(call.gateway().buckets().list(), (job, buckets) -> {
                    if (job.status() != status) {
                        throw WireException.notFound("job " + job.id() + " is " + job.status() + ", not " + status);
                    }
                    return Answers.data(out -> record(out, job, ids(buckets)));
                });
    }

    private static Map<BucketName, BucketId> ids(List<Bucket> buckets) {
        return buckets.stream().collect(Collectors.toMap(Bucket::name, Bucket::id));
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
