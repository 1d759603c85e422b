package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Reply;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Jobs: shown with their blobs, listed, changed and ended. */
final class JobOperations {

    private static final String CANCELED_BY_CLIENT = "canceled by a client";

    private final JobDocuments documents;
    private final JobSummaryDocument summaries;

    JobOperations(JobDocuments documents) {
        this.documents = documents;
        this.summaries = new JobSummaryDocument(documents);
    }

    CompletionStage<Reply> show(Call call) {
        return call.gateway()
                .jobs()
                .get(job(call))
                .thenApply(job -> call.query().isTrue("summary")
                        ? summaries.of(call.gateway(), job)
                        : documents.all(call.gateway(), job, Shown.ALL));
    }

    private static JobId job(Call call) {
        return JobId.parse(call.target().item());
    }

    /** Running jobs; those that have ended only with {@code full_details}. */
    CompletionStage<Reply> list(Call call) {
        JobFilter filter = call.query().isTrue("full_details") ? JobFilter.all() : JobFilter.running();
        return narrowed(call, filter)
                .thenCompose(jobs -> call.gateway().jobs().list(jobs, Paging.request(call.query())))
                .thenApply(page -> Answers.list(
                        page,
                        "Jobs",
                        out -> page.items().forEach(job -> out.element("Job", one -> documents.head(one, job)))));
    }

    private static CompletionStage<JobFilter> narrowed(Call call, JobFilter filter) {
        JobFilter ofKind = call.query()
                .oneOf("request_type", JobKind.class)
                .map(filter::ofKind)
                .orElse(filter);
        return bucket(call).thenApply(bucket -> bucket.map(ofKind::in).orElse(ofKind));
    }

    /** The bucket that {@code bucket_id} names, by UUID or by name. */
    private static CompletionStage<Optional<BucketName>> bucket(Call call) {
        Optional<String> asked = call.query().text("bucket_id");
        return asked.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : call.gateway().buckets().find(asked.get()).thenApply(bucket -> Optional.of(bucket.name()));
    }

    /** Changes a job, or only shows that its client lives. {@code ended} is the status if the job has ended. */
    CompletionStage<Reply> modify(Call call, int ended) {
        return call.gateway()
                .jobs()
                .modify(job(call), JobOptions.change(call.query()))
                .exceptionallyCompose(problem -> CompletableFuture.failedStage(ifGone(problem, ended)))
                .thenApply(job -> documents.all(call.gateway(), job, Shown.RESUMED));
    }

    private static Throwable ifGone(Throwable problem, int status) {
        Throwable cause = Failure.unwrap(problem);
        return cause instanceof ApiException e && e.problem() == Problem.GONE
                ? new WireException(status, "Gone", e.getMessage())
                : cause;
    }

    /** With {@code force} a cancel, without it a truncation (docs/spectra-s3.md, Life of a job). */
    CompletionStage<Reply> end(Call call) {
        return ending(call).apply(call.gateway(), job(call)).thenApply(job -> Answers.noContent());
    }

    private static BiFunction<Gateway, JobId, CompletionStage<Job>> ending(Call call) {
        return call.query().isTrue("force")
                ? (gateway, job) -> gateway.jobs().cancel(job, CANCELED_BY_CLIENT)
                : (gateway, job) -> gateway.endings().truncate(job);
    }

    /** Ends every running job that may be ended, a page at a time; those that are protected stay. */
    CompletionStage<Reply> endAll(Call call) {
        boolean cancels = call.query().isTrue("force");
        Predicate<Job> mayEnd = job -> !job.has(JobOption.PROTECTED) && (cancels || !job.isTruncated());
        return narrowed(call, JobFilter.running())
                .thenCompose(filter -> new JobSweep(call.gateway(), filter, mayEnd).run(ending(call)))
                .thenApply(done -> Answers.noContent());
    }
}
