package dev.gantry.spectra;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Priority;
import dev.gantry.ports.api.Gateway;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** PUT jobs from one server to another: given as a payload, and made by one. */
final class ReplicaOperations {

    private final Documents documents;
    private final JobDocuments answers;

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
        Headers json = Answers.with(Headers.none(), WireNames.CONTENT_TYPE, WireNames.JSON);
        return new Reply(200, json, new Reply.Document(out -> ReplicaPayload.write(out, gateway, job, bucket)));
    }

    /** Replicate PUT Job: the job with what is still to be sent, or nothing if all of it is there. */
    CompletionStage<Reply> make(Call call) {
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
