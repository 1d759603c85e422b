package dev.gantry.spectra;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Ending;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Page;
import dev.gantry.domain.Truncation;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                    requireStatus(job);
                    return Answers.data(out -> record(out, job, ids(buckets)));
                });
    }

    /** Removes one job of this status from the history. */
    CompletionStage<Reply> forget(Call call) {
        JobId id = JobId.parse(call.target().item());
        return call.gateway()
                .jobs()
                .get(id)
                .thenCompose(job -> {
                    requireStatus(job);
                    return call.gateway().endings().forget(id);
                })
                .thenApply(done -> Answers.noContent());
    }

    private void requireStatus(Job job) {
        if (job.status() != status) {
            throw WireException.notFound("job " + job.id() + " is " + job.status() + ", not " + status);
        }
    }

    /** Removes every job of this status that the user sees from the history. */
    CompletionStage<Reply> forgetAll(Call call) {
        return new JobSweep(call.gateway(), JobFilter.of(Set.of(status)), job -> true)
                .run((gateway, job) -> gateway.endings().forget(job))
                .thenApply(done -> Answers.noContent());
    }

    private static Map<BucketName, BucketId> ids(List<Bucket> buckets) {
        return buckets.stream().collect(Collectors.toMap(Bucket::name, Bucket::id));
    }

    /** In the contract's order, which for {@code Restore} is that of another name. */
    private void record(XmlOut out, Job job, Map<BucketName, BucketId> buckets) {
        active(out, "Aggregating", job.has(JobOption.AGGREGATING));
        out.text("BucketId", Optional.ofNullable(buckets.get(job.bucket())))
                .text("CachedSizeInBytes", job.progress().cachedBytes());
        if (status == JobStatus.CANCELED) {
            out.text(
                    "CanceledDueToTimeout",
                    job.ending().filter(Ending::timedOut).isPresent());
        }
        out.text("ChunkClientProcessingOrderGuarantee", job.ordering())
                .text("CompletedSizeInBytes", job.progress().bytes())
                .text("CreatedAt", job.created());
        ending(out, job);
        out.text("ErrorMessage", job.ending().flatMap(Ending::reason)).text("Id", job.id());
        active(out, "ImplicitJobIdResolution", job.has(JobOption.IMPLICIT_RESOLUTION));
        active(out, "Restore", "NO");
        active(out, "MinimizeSpanningAcrossMedia", job.has(JobOption.MINIMIZE_SPANNING));
        out.text("Naked", false)
                .text("Name", job.name())
                .text("OriginalSizeInBytes", job.size().bytes())
                .text("Priority", job.priority());
        kind(out, job);
    }

    private void kind(XmlOut out, Job job) {
        active(out, "Protected", job.has(JobOption.PROTECTED));
        out.text("Rechunked", "");
        active(out, "Replicating", job.has(JobOption.REPLICATED));
        out.text("RequestType", JobDocuments.requestType(job)).text("Truncated", job.isTruncated());
        active(out, "TruncatedDueToTimeout", job.truncation() == Truncation.BY_TIMEOUT);
        out.text("UserId", job.owner().id());
        active(out, "VerifyAfterWrite", job.has(JobOption.VERIFY_AFTER_WRITE));
    }

    private void ending(XmlOut out, Job job) {
        switch (status) {
            case IN_PROGRESS -> out.text("DeadJobCleanupAllowed", !job.has(JobOption.KEPT_WHEN_IDLE));
            case COMPLETED -> out.text("DateCompleted", job.ending().map(Ending::at));
            case CANCELED -> out.text("DateCanceled", job.ending().map(Ending::at));
        }
    }

    /** An element that only records of running jobs have. */
    private void active(XmlOut out, String name, Object value) {
        if (status == JobStatus.IN_PROGRESS) {
            out.text(name, value);
        }
    }
}
