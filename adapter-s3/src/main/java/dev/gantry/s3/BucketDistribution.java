package dev.gantry.s3;

import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;

/**
 * The CloudFront distribution by which a bucket is streamed.
 *
 * @param host what viewers' URLs name
 * @param deployed whether its last change has reached all of CloudFront
 */
record BucketDistribution(String id, String arn, String host, boolean deployed) {

    private static final String DEPLOYED = "Deployed";

    static BucketDistribution of(DistributionSummary listed) {
        return new BucketDistribution(listed.id(), listed.arn(), listed.domainName(), DEPLOYED.equals(listed.status()));
    }

    static BucketDistribution of(Distribution seen) {
        return new BucketDistribution(seen.id(), seen.arn(), seen.domainName(), DEPLOYED.equals(seen.status()));
    }
}
