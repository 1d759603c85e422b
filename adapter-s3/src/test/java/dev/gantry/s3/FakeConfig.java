package dev.gantry.s3;

import dev.gantry.s3.FakeService.Refusal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The configuration of a distribution with what CloudFront requires of one. */
final class FakeConfig {

    private final FakeElement element;

    private FakeConfig(FakeElement element) {
        this.element = element;
    }

    static FakeConfig parse(String xml) {
        FakeConfig config =
                new FakeConfig(FakeElement.parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
        config.check();
        return config;
    }

    static String foreign(String callerReference, String origin, String domain) {
        return "<DistributionConfig><CallerReference>" + callerReference
                + "</CallerReference><Aliases><Quantity>0</Quantity></Aliases><Origins><Quantity>1</Quantity><Items><Origin><Id>"
                + origin + "</Id><DomainName>" + domain
                + "</DomainName><OriginPath/><S3OriginConfig><OriginAccessIdentity/></S3OriginConfig></Origin></Items></Origins>"
                + "<DefaultCacheBehavior><TargetOriginId>" + origin
                + "</TargetOriginId><ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy></DefaultCacheBehavior>"
                + "<Comment>of somebody else</Comment><PriceClass>PriceClass_100</PriceClass><Enabled>true</Enabled></DistributionConfig>";
    }

    private void check() {
        require(!callerReference().isEmpty(), "CallerReference");
        element.require("Comment");
        require(List.of("true", "false").contains(element.require("Enabled")), "Enabled");
        require(
                element.child("Origins")
                        .require("Quantity")
                        .equals(String.valueOf(origins().size())),
                "Quantity");
        FakeElement behavior = element.child("DefaultCacheBehavior");
        require(
                origins().stream().anyMatch(one -> one.require("Id").equals(behavior.require("TargetOriginId"))),
                "TargetOriginId");
        require(
                List.of("allow-all", "https-only", "redirect-to-https")
                        .contains(behavior.require("ViewerProtocolPolicy")),
                "ViewerProtocolPolicy");
        origins().forEach(one -> one.child("S3OriginConfig").require("OriginAccessIdentity"));
    }

    private static void require(boolean met, String what) {
        if (!met) {
            throw new Refusal(400, "InvalidArgument", "The parameter " + what + " is invalid.");
        }
    }

    private List<FakeElement> origins() {
        return element.child("Origins").child("Items").children();
    }

    String callerReference() {
        return element.require("CallerReference");
    }

    boolean enabled() {
        return Boolean.parseBoolean(element.require("Enabled"));
    }

    String viewerProtocol() {
        return element.child("DefaultCacheBehavior").require("ViewerProtocolPolicy");
    }

    String originDomain() {
        return origins().get(0).require("DomainName");
    }

    List<String> accessControls() {
        return origins().stream()
                .flatMap(one -> one.find("OriginAccessControlId").stream())
                .map(FakeElement::text)
                .filter(id -> !id.isEmpty())
                .toList();
    }

    /** The same, on or off. */
    FakeConfig switched(boolean on) {
        String xml = "<DistributionConfig>" + element.xml() + "</DistributionConfig>";
        return parse(xml.replaceFirst("<Enabled>[a-z]+</Enabled>(?!.*<Enabled>)", "<Enabled>" + on + "</Enabled>"));
    }

    String xml() {
        return element.xml();
    }

    /** What a list tells of it where it leaves out all that is nested, as moto's does, and perhaps the comment. */
    String summaryWithoutOrigins(boolean comment) {
        return comment ? "<Comment>" + element.require("Comment") + "</Comment>" : "";
    }

    /** What a list tells of it. */
    String summary() {
        return "<Aliases><Quantity>0</Quantity></Aliases><Origins>"
                + element.child("Origins").xml() + "</Origins><Comment>" + element.require("Comment")
                + "</Comment><Enabled>" + enabled() + "</Enabled>";
    }
}
