package dev.gantry.s3;

import dev.gantry.ports.spi.ProviderException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bucket's policy, of which one statement is Gantry's, known by its {@code Sid}; all others are somebody else's and stay
 * as they are, in their order (docs/s3.md, Streaming tasks). Immutable.
 */
final class PolicyDocument {

    static final String SID = "GantryStreaming";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode document;

    private PolicyDocument(ObjectNode document) {
        this.document = document;
    }

    static PolicyDocument none() {
        return new PolicyDocument(JSON.createObjectNode());
    }

    /** Rejected if it is no policy: writing another one over it would lose it. */
    static PolicyDocument parse(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return new PolicyDocument(object);
            }
        } catch (JacksonException e) {
            throw unreadable(e);
        }
        throw unreadable(null);
    }

    private static ProviderException unreadable(Exception cause) {
        return new ProviderException.Rejected(
                "the bucket's policy cannot be read, and is left as it is; look at it with AWS's own tools", cause);
    }

    /** The same with the statement that lets one CloudFront distribution read every object of a bucket. */
    PolicyDocument granting(String bucket, String distributionArn) {
        ObjectNode changed = copyWithoutOwn();
        if (!changed.has("Version")) {
            changed.put("Version", "2012-10-17");
        }
        statements(changed).add(statement(bucket, distributionArn));
        return new PolicyDocument(changed);
    }

    /** The same without Gantry's statement; empty if nothing is left of it. */
    Optional<PolicyDocument> revoked() {
        ObjectNode changed = copyWithoutOwn();
        return statements(changed).isEmpty() ? Optional.empty() : Optional.of(new PolicyDocument(changed));
    }

    boolean isGranting() {
        return elements(document.path("Statement")).anyMatch(PolicyDocument::isOwn);
    }

    private ObjectNode copyWithoutOwn() {
        ObjectNode copy = document.deepCopy();
        ArrayNode others = JSON.createArrayNode();
        elements(copy.path("Statement")).filter(one -> !isOwn(one)).forEach(others::add);
        copy.set("Statement", others);
        return copy;
    }

    /** AWS takes one statement without a list around it too. */
    private static Stream<JsonNode> elements(JsonNode statement) {
        if (statement.isMissingNode()) {
            return Stream.empty();
        }
        return statement.isArray() ? statement.valueStream() : Stream.of(statement);
    }

    private static boolean isOwn(JsonNode statement) {
        return SID.equals(statement.path("Sid").asString(""));
    }

    private static ArrayNode statements(ObjectNode policy) {
        return (ArrayNode) policy.path("Statement");
    }

    private static ObjectNode statement(String bucket, String distributionArn) {
        ObjectNode statement = JSON.createObjectNode();
        statement.put("Sid", SID);
        statement.put("Effect", "Allow");
        statement.putObject("Principal").put("Service", "cloudfront.amazonaws.com");
        statement.put("Action", "s3:GetObject");
        statement.put("Resource", "arn:" + partition(distributionArn) + ":s3:::" + bucket + "/*");
        statement.putObject("Condition").putObject("StringEquals").put("AWS:SourceArn", distributionArn);
        return statement;
    }

    private static String partition(String arn) {
        String[] parts = arn.split(":", 3);
        return parts.length < 3 ? "aws" : parts[1];
    }

    byte[] bytes() {
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyDocument that && document.equals(that.document);
    }

    @Override
    public int hashCode() {
        return document.hashCode();
    }
}
