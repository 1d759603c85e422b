package dev.gantry.spectra;

import dev.gantry.domain.JobId;
import dev.gantry.domain.Medium;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.CreationFailures;
import dev.gantry.ports.api.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The far side's jobs that could not be made. */
final class RemoteCreationFailures implements CreationFailures {

    private static final String RESOURCE = "job_creation_failed";

    private final RemoteNode node;

    RemoteCreationFailures(RemoteNode node) {
        this.node = node;
    }

    @Override
    public CompletionStage<List<CreationFailure>> list() {
        return RemotePages.of(node, RESOURCE, "JobCreationFailed", RemoteCreationFailures::failure);
    }

    private static CreationFailure failure(RemoteElement record) {
        return new CreationFailure(
                JobId.parse(record.get("Id")).value(),
                RemoteValues.time("Date", record.get("Date")),
                record.find("ErrorMessage").orElse(""),
                record.get("UserName"),
                record.find("TapeBarCodes").stream()
                        .flatMap(all -> Arrays.stream(all.split(",", -1)))
                        .map(barcode -> new Medium(barcode.strip()))
                        .toList());
    }

    @Override
    public CompletionStage<Boolean> forget(UUID failure) {
        return node.confirm(RemoteCall.rest("DELETE", RESOURCE + "/" + failure).missing(Problem.NO_SUCH_JOB))
                .thenApply(done -> true)
                .exceptionallyCompose(problem ->
                        RemoteNode.unwrapped(problem) instanceof ApiException e && e.problem() == Problem.NO_SUCH_JOB
                                ? CompletableFuture.completedFuture(false)
                                : CompletableFuture.failedFuture(problem));
    }

    /** One by one, since the contract has no request for all. */
    @Override
    public CompletionStage<Void> forgetAll() {
        return list().thenCompose(all ->
                        Stages.all(all.stream().map(one -> forget(one.id())).toList()))
                .thenApply(done -> null);
    }
}
