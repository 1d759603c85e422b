package dev.gantry.s3;

import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Windowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionList;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;

/**
 * One look for the distributions of a bucket through every page of CloudFront's list. A distribution of which the list does
 * not tell the origins is looked at itself, unless its comment shows that it is another's.
 */
final class DistributionSearch {

    private static final int MAX_LOOKS = 100;
    private static final int AT_ONCE = 8;

    private final AwsClients clients;
    private final DistributionPlan plan;
    private final List<BucketDistribution> found = new ArrayList<>();
    private int looks;

    DistributionSearch(AwsClients clients, DistributionPlan plan) {
        this.clients = clients;
        this.plan = plan;
    }

    /** In the order of CloudFront. Once. */
    CompletionStage<List<BucketDistribution>> run() {
        return page(Optional.empty(), 0);
    }

    private CompletionStage<List<BucketDistribution>> page(Optional<String> marker, int number) {
        return clients.cloudFront(
                        "ListDistributions",
                        client -> client.listDistributions(request -> request.marker(marker.orElse(null))))
                .thenCompose(answer -> {
                    DistributionList list = answer.distributionList();
                    return read(list.items())
                            .thenCompose(read -> Distributions.isCut(list.isTruncated(), number)
                                    ? page(Optional.of(list.nextMarker()), number + 1)
                                    : CompletableFuture.completedStage(found));
                });
    }

    private CompletionStage<Void> read(List<DistributionSummary> items) {
        looks += (int) items.stream().filter(plan::isUntold).count();
        if (looks > MAX_LOOKS) {
            throw new ProviderException.Rejected(
                    "CloudFront's list does not tell the origins of more than " + MAX_LOOKS
                            + " distributions, so that of " + plan.bucket() + " cannot be found among them",
                    null);
        }
        return Windowed.map(items, AT_ONCE, this::met)
                .thenAccept(all -> all.stream().flatMap(Optional::stream).forEach(found::add));
    }

    private CompletionStage<Optional<BucketDistribution>> met(DistributionSummary summary) {
        return plan.isUntold(summary)
                ? look(summary.id())
                : CompletableFuture.completedStage(
                        Optional.of(summary).filter(plan::isMet).map(BucketDistribution::of));
    }

    /** One that is gone meanwhile is nobody's. */
    private CompletionStage<Optional<BucketDistribution>> look(String id) {
        return clients.cloudFront("GetDistribution", client -> client.getDistribution(request -> request.id(id)))
                .handle((answer, failure) -> {
                    if (failure == null) {
                        Distribution seen = answer.distribution();
                        return Optional.of(seen)
                                .filter(one -> plan.isMet(one.distributionConfig()))
                                .map(BucketDistribution::of);
                    }
                    RuntimeException cause = AwsFailures.of("GetDistribution", failure);
                    if (cause instanceof ProviderException.NotFound) {
                        return Optional.empty();
                    }
                    throw cause;
                });
    }
}
