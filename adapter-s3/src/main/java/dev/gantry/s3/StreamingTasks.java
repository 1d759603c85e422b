package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.TaskId;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner.TaskCall;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Streaming of a space's files by CloudFront: HLS over HTTPS where DuraStore had RTMP (docs/s3.md, Streaming tasks).
 * Changes of one space come one after the other.
 */
final class StreamingTasks {

    private final S3Account account;
    private final Distributions distributions;
    private final BucketPolicies policies;
    private final Removal removal;
    private final Turns<BucketName> turns = new Turns<>();
    private final RecentTasks removing = new RecentTasks();

    StreamingTasks(S3Account account, Distributions distributions, Removal removal) {
        this.account = account;
        this.distributions = distributions;
        this.policies = new BucketPolicies(account);
        this.removal = removal;
    }

    /** Makes the space's distribution, or switches the one there is on, and lets it read. Repeatable. */
    CompletionStage<String> enable(TaskCall call) {
        StreamingRequest request = StreamingRequest.parse(call.parameters());
        return inTurn(request.space(), () -> open(call.id(), request.space()))
                .thenApply(host -> StreamingResults.enabled(call.name(), request.json(), host));
    }

    /** Lets the distribution read no more, and keeps it. Repeatable. */
    CompletionStage<String> disable(TaskCall call) {
        StreamingRequest request = StreamingRequest.parse(call.parameters());
        BucketName space = request.space();
        return inTurn(
                        space,
                        () -> find(space)
                                .thenCompose(found -> require(found, space))
                                .thenCompose(found -> policies.revoke(space)))
                .thenApply(done -> StreamingResults.disabled(call.name(), request.json()));
    }

    /** Lets nothing read, switches every distribution of the space off and removes it. Repeatable. */
    CompletionStage<String> delete(TaskCall call) {
        StreamingRequest request = StreamingRequest.parse(call.parameters());
        return inTurn(request.space(), () -> switchOff(call.id(), request.space()))
                .thenCompose(found -> each(found, one -> removal.finish(one.id())))
                .thenApply(done -> StreamingResults.deleted(call.name(), request.json()));
    }

    private <T> CompletionStage<T> inTurn(BucketName space, Supplier<CompletionStage<T>> work) {
        return turns.take(space, () -> policies.requireBucket(space).thenCompose(known -> work.get()));
    }

    private DistributionPlan plan(BucketName space) {
        return DistributionPlan.of(
                account.address().names().inS3(space), account.settings().region());
    }

    private CompletionStage<BucketDistribution> open(TaskId task, BucketName space) {
        return distributions
                .open(plan(space), task)
                .thenCompose(host -> policies.grant(space, host.arn()).thenApply(granted -> host));
    }

    private CompletionStage<List<BucketDistribution>> find(BucketName space) {
        return distributions.of(plan(space));
    }

    private static CompletionStage<List<BucketDistribution>> require(List<BucketDistribution> found, BucketName space) {
        return found.isEmpty()
                ? CompletableFuture.failedStage(
                        new ProviderException.NotFound("No streaming distribution exists for space " + space))
                : CompletableFuture.completedStage(found);
    }

    /** A task that is tried again may find nothing left to remove. */
    private CompletionStage<List<BucketDistribution>> switchOff(TaskId task, BucketName space) {
        return find(space)
                .thenCompose(found ->
                        removing.isKnown(task) ? CompletableFuture.completedStage(found) : require(found, space))
                .thenCompose(found -> {
                    removing.note(task);
                    return policies.revoke(space)
                            .thenCompose(revoked -> each(found, one -> removal.begin(one.id())))
                            .thenApply(begun -> found);
                });
    }

    private static CompletionStage<Void> each(
            List<BucketDistribution> all, Function<BucketDistribution, CompletionStage<Void>> work) {
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        for (BucketDistribution one : all) {
            done = done.thenCompose(before -> work.apply(one));
        }
        return done;
    }
}
