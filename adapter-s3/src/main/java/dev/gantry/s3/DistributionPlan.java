package dev.gantry.s3;

import java.util.List;
import software.amazon.awssdk.services.cloudfront.model.DefaultCacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.Origins;
import software.amazon.awssdk.services.cloudfront.model.S3OriginConfig;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

/**
 * What a distribution for streaming looks like: one origin, the bucket, which CloudFront reads with signed requests; HTTPS
 * only; playable by pages of any origin (docs/s3.md, Streaming tasks).
 *
 * @param bucket as S3 calls it
 * @param domain where CloudFront finds it
 */
record DistributionPlan(String bucket, String domain) {

    /** Names the origin of every distribution of Gantry's, and of no other. */
    static final String ORIGIN = "gantry-streaming";

    /** AWS's own policies, the same in every account. */
    private static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

    private static final String SIMPLE_CORS = "60669652-455b-4ae9-85a4-c4c02393f86c";

    static DistributionPlan of(String bucket, String region) {
        String suffix = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
        return new DistributionPlan(bucket, bucket + ".s3." + region + suffix);
    }

    /** Whether it is one that Gantry made for this bucket; others with the same bucket are left alone. */
    boolean isMet(DistributionSummary summary) {
        return isMet(summary.staging(), summary.origins());
    }

    boolean isMet(DistributionConfig config) {
        return isMet(config.staging(), config.origins());
    }

    private boolean isMet(Boolean staging, Origins origins) {
        return !Boolean.TRUE.equals(staging)
                && origins != null
                && origins.items().stream().anyMatch(this::isOrigin);
    }

    /** Whether a list leaves open if it is: origins are missing, and the comment does not show that it is another's. */
    boolean isUntold(DistributionSummary summary) {
        boolean origins =
                summary.origins() != null && !summary.origins().items().isEmpty();
        String comment = summary.comment() == null ? "" : summary.comment();
        return !origins && (comment.isEmpty() || comment.equals(comment()));
    }

    private String comment() {
        return "Gantry: streaming of " + bucket;
    }

    private boolean isOrigin(Origin origin) {
        return ORIGIN.equals(origin.id()) && domain.equals(origin.domainName());
    }

    /** A new one. The same reference makes no second one. */
    DistributionConfig config(String callerReference, String accessControl) {
        return DistributionConfig.builder()
                .callerReference(callerReference)
                .comment(comment())
                .enabled(true)
                .origins(origins(List.of(Origin.builder()
                        .id(ORIGIN)
                        .domainName(domain)
                        .originAccessControlId(accessControl)
                        .s3OriginConfig(S3OriginConfig.builder()
                                .originAccessIdentity("")
                                .build())
                        .build())))
                .defaultCacheBehavior(DefaultCacheBehavior.builder()
                        .targetOriginId(ORIGIN)
                        .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
                        .cachePolicyId(CACHING_OPTIMIZED)
                        .responseHeadersPolicyId(SIMPLE_CORS)
                        .compress(true)
                        .build())
                .build();
    }

    private static Origins origins(List<Origin> items) {
        return Origins.builder().quantity(items.size()).items(items).build();
    }

    /** The same configuration, on, and with that access control at the bucket. */
    DistributionConfig enabled(DistributionConfig config, String accessControl) {
        List<Origin> items = config.origins().items().stream()
                .map(origin -> isOrigin(origin)
                        ? origin.toBuilder()
                                .originAccessControlId(accessControl)
                                .build()
                        : origin)
                .toList();
        return config.toBuilder().enabled(true).origins(origins(items)).build();
    }
}
