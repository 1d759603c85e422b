package dev.gantry.s3;

/**
 * The CloudFront distribution by which a bucket is streamed.
 *
 * @param host what viewers' URLs name
 * @param deployed whether its last change has reached all of CloudFront
 */
record BucketDistribution(String id, String arn, String host, boolean deployed) {}
