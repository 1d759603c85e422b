package dev.gantry.s3;

import dev.gantry.ports.spi.ProviderException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlList;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlOriginTypes;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningBehaviors;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningProtocols;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;

/** The origin access control by which CloudFront signs what it asks of buckets: one for all of them, kept for ever. */
final class AccessControls {

    private static final String NAME = "gantry-streaming";

    private final AwsClients clients;

    AccessControls(AwsClients clients) {
        this.clients = clients;
    }

    /** Its id; made if there is none. */
    CompletionStage<String> require() {
        return find(Optional.empty(), 0)
                .thenCompose(found -> found.isPresent() ? CompletableFuture.completedStage(found.get()) : create());
    }

    private CompletionStage<Optional<String>> find(Optional<String> marker, int page) {
        return clients.cloudFront(
                        "ListOriginAccessControls",
                        client -> client.listOriginAccessControls(request -> request.marker(marker.orElse(null))))
                .thenCompose(answer -> found(answer.originAccessControlList(), page));
    }

    private CompletionStage<Optional<String>> found(OriginAccessControlList list, int page) {
        Optional<String> id = list.items().stream()
                .filter(one -> NAME.equals(one.name()))
                .map(OriginAccessControlSummary::id)
                .findFirst();
        return id.isEmpty() && Distributions.isCut(list.isTruncated(), page)
                ? find(Optional.of(list.nextMarker()), page + 1)
                : CompletableFuture.completedStage(id);
    }

    /** One that another node makes at the same moment is found by the next look. */
    private CompletionStage<String> create() {
        return clients.cloudFront(
                        "CreateOriginAccessControl",
                        client -> client.createOriginAccessControl(
                                request -> request.originAccessControlConfig(config())))
                .handle(AccessControls::id);
    }

    private static String id(CreateOriginAccessControlResponse made, Throwable failure) {
        if (failure == null) {
            return made.originAccessControl().id();
        }
        RuntimeException cause = AwsFailures.of("CreateOriginAccessControl", failure);
        throw cause instanceof ProviderException.Conflict
                ? new ProviderException.Unavailable(cause.getMessage(), cause)
                : cause;
    }

    private static OriginAccessControlConfig config() {
        return OriginAccessControlConfig.builder()
                .name(NAME)
                .description("Gantry reads buckets for streaming")
                .originAccessControlOriginType(OriginAccessControlOriginTypes.S3)
                .signingBehavior(OriginAccessControlSigningBehaviors.ALWAYS)
                .signingProtocol(OriginAccessControlSigningProtocols.SIGV4)
                .build();
    }
}
