package dev.gantry.spectra;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.JobChange;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Reply;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Jobs: shown with their blobs, listed, changed and ended. */
final class JobOperations {

    private static final String CANCELED_BY_CLIENT = "canceled by a client";

    private final JobDocuments documents;

    JobOperations(JobDocuments documents) {
        this.documents = documents;
    }

    CompletionStage<Reply> show(Call call) {
        refuse(call.query(), "summary");
        refuse(call.query(), "replicate");
        return call.gateway().jobs().get(job(call)).thenApply(job -> documents.all(call.gateway(), job, Shown.ALL));
    }

    private static void refuse(Query query, String flag) {
        if (query.has(flag)) {
            throw WireException.notImplemented("a job with " + flag);
        }
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
        refuse(call.query(), "close_aggregating_job");
        JobChange change = new JobChange(
                JobOptions.name(call.query()),
                JobOptions.priority(call.query().text("priority")),
                call.query().text("created_at").map(Dates::parseParameter));
        return call.gateway()
                .jobs()
                .modify(job(call), change)
                .exceptionallyCompose(problem -> CompletableFuture.failedStage(ifGone(problem, ended)))
                .thenApply(job -> documents.all(call.gateway(), job, Shown.RESUMED));
    }

    private static Throwable ifGone(Throwable problem, int status) {
        Throwable cause = Failure.unwrap(problem);
        return cause instanceof ApiException e && e.problem() == Problem.GONE
                ? new WireException(status, "Gone", e.getMessage())
                : cause;
    }

    CompletionStage<Reply> cancel(Call call) {
        requireForce(call);
        return call.gateway().jobs().cancel(job(call), CANCELED_BY_CLIENT).thenApply(job -> Answers.noContent());
    }

    CompletionStage<Reply> cancelAll(Call call) {
        requireForce(call);
        return narrowed(call, JobFilter.running())
                .thenCompose(call.gateway().jobs()::all)
                .thenCompose(jobs -> Stages.all(jobs.stream()
                        .map(job -> call.gateway().jobs().cancel(job.id(), CANCELED_BY_CLIENT))
                        .toList()))
                .thenApply(jobs -> Answers.noContent());
    }

    private static void requireForce(Call call) {
        if (!call.query().isTrue("force")) {
            throw WireException.notImplemented("truncating a job; cancel it with force");
        }
    }
}
