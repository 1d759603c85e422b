package dev.gantry.s3;

import dev.gantry.domain.TaskId;
import dev.gantry.ports.spi.ProviderException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionResponse;

/** The CloudFront distributions of this account's buckets (docs/s3.md, Streaming tasks). */
final class Distributions {

    private static final int MAX_PAGES = 1000;

    private final AwsClients clients;
    private final AccessControls accessControls;

    Distributions(AwsClients clients) {
        this.clients = clients;
        this.accessControls = new AccessControls(clients);
    }

    /** One as it is now, with what a change of it must name. */
    record Seen(Distribution distribution, String etag) {

        boolean isEnabled() {
            return distribution.distributionConfig().enabled();
        }

        boolean isDeployed() {
            return BucketDistribution.of(distribution).deployed();
        }
    }

    /** Those that were made for this bucket by {@link #open}, in the order of CloudFront; every page is read. */
    CompletionStage<List<BucketDistribution>> of(DistributionPlan plan) {
        return new DistributionSearch(clients, plan).run();
    }

    /** Whether another page follows; far more pages than an account can have are a fault of the service. */
    static boolean isCut(Boolean truncated, int page) {
        if (page > MAX_PAGES) {
            throw new ProviderException.Unavailable("a list of CloudFront does not end", null);
        }
        return Boolean.TRUE.equals(truncated);
    }

    /** The bucket's, enabled: the first there is, else a new one. Repeatable with the same task. */
    CompletionStage<BucketDistribution> open(DistributionPlan plan, TaskId task) {
        return accessControls
                .require()
                .thenCompose(control -> of(plan).thenCompose(found -> found.isEmpty()
                        ? create(plan.config("gantry-" + task, control))
                        : enable(plan, found.get(0).id(), control)));
    }

    private CompletionStage<BucketDistribution> create(DistributionConfig config) {
        return clients.cloudFront(
                        "CreateDistribution",
                        client -> client.createDistribution(request -> request.distributionConfig(config)))
                .handle(Distributions::made);
    }

    /** One that an earlier try made, whose answer was lost, is found by the next look. */
    private static BucketDistribution made(CreateDistributionResponse answer, Throwable failure) {
        if (failure == null) {
            return BucketDistribution.of(answer.distribution());
        }
        RuntimeException cause = AwsFailures.of("CreateDistribution", failure);
        throw cause instanceof ProviderException.Conflict
                ? new ProviderException.Unavailable(cause.getMessage(), cause)
                : cause;
    }

    private CompletionStage<BucketDistribution> enable(DistributionPlan plan, String id, String control) {
        return see(id).thenCompose(seen -> {
            DistributionConfig now = seen.distribution().distributionConfig();
            DistributionConfig wanted = plan.enabled(now, control);
            return wanted.equals(now)
                    ? CompletableFuture.completedStage(BucketDistribution.of(seen.distribution()))
                    : update(id, seen.etag(), wanted);
        });
    }

    /** NotFound if it is gone. */
    CompletionStage<Seen> see(String id) {
        return clients.cloudFront("GetDistribution", client -> client.getDistribution(request -> request.id(id)))
                .thenApply(Distributions::seen);
    }

    private static Seen seen(GetDistributionResponse answer) {
        return new Seen(answer.distribution(), answer.eTag());
    }

    /** Switches it off, which takes some minutes. Nothing is sent where it is off. */
    CompletionStage<Void> disable(Seen seen) {
        Distribution distribution = seen.distribution();
        return seen.isEnabled()
                ? update(
                                distribution.id(),
                                seen.etag(),
                                distribution.distributionConfig().toBuilder()
                                        .enabled(false)
                                        .build())
                        .thenApply(done -> null)
                : CompletableFuture.completedStage(null);
    }

    private CompletionStage<BucketDistribution> update(String id, String etag, DistributionConfig config) {
        return clients.cloudFront(
                        "UpdateDistribution",
                        client -> client.updateDistribution(
                                request -> request.id(id).ifMatch(etag).distributionConfig(config)))
                .thenApply(answer -> BucketDistribution.of(answer.distribution()));
    }

    /** Removes it; it must be off and deployed. */
    CompletionStage<Void> delete(Seen seen) {
        return clients.cloudFront(
                        "DeleteDistribution",
                        client -> client.deleteDistribution(
                                request -> request.id(seen.distribution().id()).ifMatch(seen.etag())))
                .thenApply(done -> null);
    }
}
