package dev.gantry.s3;

import java.time.Instant;
import java.util.Locale;

/** A distribution of the fake CloudFront. */
final class FakeDistribution {
    private final String id;
    private FakeConfig config;
    private Instant deployed;
    private int version = 1;

    FakeDistribution(String id, FakeConfig config, Instant deployed) {
        this.id = id;
        this.config = config;
        this.deployed = deployed;
    }

    String id() {
        return id;
    }

    String arn() {
        return "arn:aws:cloudfront::123456789012:distribution/" + id;
    }

    String host() {
        return "d" + id.toLowerCase(Locale.ROOT) + ".cloudfront.net";
    }

    FakeConfig config() {
        return config;
    }

    /** As somebody at the console would. */
    void change(FakeConfig changed, Instant at) {
        config = changed;
        deployed = at;
        version++;
    }

    String etag() {
        return "E" + version + "TAG" + id;
    }

    boolean isDeployed(Instant now) {
        return !now.isBefore(deployed);
    }

    private String status(Instant now) {
        return isDeployed(now) ? "Deployed" : "InProgress";
    }

    private String head(Instant now) {
        return "<Id>" + id + "</Id><ARN>" + arn() + "</ARN><Status>" + status(now)
                + "</Status><LastModifiedTime>2026-11-22T10:00:00Z</LastModifiedTime>";
    }

    String xml(Instant now) {
        return "<Distribution xmlns=\"" + FakeCloudFront.NAMESPACE + "\">" + head(now)
                + "<InProgressInvalidationBatches>0</InProgressInvalidationBatches><DomainName>" + host()
                + "</DomainName><DistributionConfig>" + config.xml() + "</DistributionConfig></Distribution>";
    }

    String summary(Instant now, FakeCloudFront.Listing listing) {
        String told = switch (listing) {
            case WHOLE -> config.summary() + "<Staging>false</Staging>";
            case WITHOUT_ORIGINS -> config.summaryWithoutOrigins(true);
            case BARE -> config.summaryWithoutOrigins(false);
        };
        return "<DistributionSummary>" + head(now) + "<DomainName>" + host() + "</DomainName>" + told
                + "</DistributionSummary>";
    }
}
