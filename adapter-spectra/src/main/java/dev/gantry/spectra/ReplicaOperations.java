package dev.gantry.spectra;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Priority;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/** PUT jobs from one server to another: given as a payload, and made by one. */
final class ReplicaOperations {

    private static final Duration BUSY = Duration.ofSeconds(5);

    private final Documents documents;
    private final JobDocuments answers;

    /** A plan is held whole, so that several at once would add up. */
    private final Semaphore turn = new Semaphore(1);

    ReplicaOperations(Documents documents, JobDocuments answers) {
        this.documents = documents;
        this.answers = answers;
    }

    /** Get Job to Replicate. */
    CompletionStage<Reply> show(Call call) {
        return call.gateway()
                .jobs()
                .get(JobId.parse(call.target().item()))
                .thenApply(ReplicaOperations::requirePut)
                .thenCompose(job -> call.gateway()
                        .buckets()
                        .find(job.bucket().value())
                        .thenApply(bucket -> payload(call.gateway(), job, bucket.id())));
    }

    private static Job requirePut(Job job) {
        if (job.kind() != JobKind.PUT) {
            throw new WireException(
                    409, "CONFLICT", "only PUT jobs are replicated, and " + job.id() + " is a " + job.kind() + " job");
        }
        return job;
    }

    private static Reply payload(Gateway gateway, Job job, BucketId bucket) {
        Headers json = Headers.none().with(WireNames.CONTENT_TYPE, WireNames.JSON);
        return new Reply(200, json, new Reply.Document(out -> ReplicaPayload.write(out, gateway, job, bucket)));
    }

    /** Replicate PUT Job: the job with what is still to be sent, or nothing if all of it is there. */
    CompletionStage<Reply> make(Call call) {
        if (!turn.tryAcquire()) {
            throw new ApiException(
                    Problem.UNAVAILABLE,
                    "the plan of another job is being taken over; send this one a little later",
                    BUSY,
                    null);
        }
        return inTurn(call).whenComplete((reply, problem) -> turn.release());
    }

    private CompletionStage<Reply> inTurn(Call call) {
        try {
            return takeOver(call);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Reply> takeOver(Call call) {
        Optional<Priority> priority = JobOptions.priority(call.query().text("priority"));
        Gateway gateway = call.gateway();
        return gateway.buckets()
                .find(call.target().item())
                .thenCompose(bucket -> documents.read(call, body -> {
                    ReplicaDocument document = ReplicaDocument.read(body);
                    return gateway.replication()
                            .replicate(document.request(bucket.name(), priority), document.chunks());
                }))
                .thenApply(job -> job.status() == JobStatus.COMPLETED
                        ? Answers.noContent()
                        : answers.all(gateway, job, Shown.ALL));
    }
}
