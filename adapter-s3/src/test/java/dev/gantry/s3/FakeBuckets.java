package dev.gantry.s3;

import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Buckets with policies, which S3Proxy does not have, and their objects; path style. */
final class FakeBuckets extends FakeService {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Map<String, byte[]>> buckets = new ConcurrentHashMap<>();
    private final Map<String, String> policies = new ConcurrentHashMap<>();

    FakeBuckets() throws IOException {
        super("s3");
    }

    void make(String bucket) {
        buckets.put(bucket, new ConcurrentHashMap<>());
    }

    Map<String, byte[]> objects(String bucket) {
        return buckets.get(bucket);
    }

    void setPolicy(String bucket, String policy) {
        policies.put(bucket, policy);
    }

    Optional<JsonNode> policy(String bucket) {
        return Optional.ofNullable(policies.get(bucket)).map(JSON::readTree);
    }

    @Override
    String name(Asked request) {
        return request.method() + (request.query().containsKey("policy") ? " policy" : "");
    }

    @Override
    Reply answer(Asked request) {
        String[] path = request.path().substring(1).split("/", 2);
        if (path[0].isEmpty()) {
            return list();
        }
        Map<String, byte[]> objects = buckets.get(path[0]);
        if (objects == null) {
            throw new Refusal(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        if (request.query().containsKey("policy")) {
            return policy(path[0], request);
        }
        boolean ofBucket = path.length < 2 || path[1].isEmpty();
        if (!request.method().equals("HEAD")) {
            throw new Refusal(501, "NotImplemented", request.method());
        }
        return ofBucket ? empty(200) : head(objects, path[1]);
    }

    private Reply list() {
        String all = buckets.keySet().stream()
                .map(name -> "<Bucket><Name>" + name
                        + "</Name><CreationDate>2026-11-22T00:00:00.000Z</CreationDate></Bucket>")
                .collect(Collectors.joining());
        return text(
                200,
                "application/xml",
                "<ListAllMyBucketsResult><Buckets>" + all + "</Buckets></ListAllMyBucketsResult>",
                Headers.none());
    }

    private static Reply head(Map<String, byte[]> objects, String name) {
        byte[] bytes = objects.get(name);
        if (bytes == null) {
            throw new Refusal(404, "NoSuchKey", "The specified key does not exist.");
        }
        return new Reply(
                200,
                Headers.builder()
                        .add("ETag", "\"0123456789abcdef0123456789abcdef\"")
                        .add("Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT")
                        .build(),
                new Reply.Empty(bytes.length));
    }

    private Reply policy(String bucket, Asked request) {
        switch (request.method()) {
            case "GET" -> {
                if (!policies.containsKey(bucket)) {
                    throw new Refusal(404, "NoSuchBucketPolicy", "The bucket policy does not exist");
                }
                return text(200, "application/json", policies.get(bucket), Headers.none());
            }
            case "PUT" -> policies.put(bucket, checked(bucket, request));
            case "DELETE" -> policies.remove(bucket);
            default -> throw new Refusal(405, "MethodNotAllowed", request.method());
        }
        return empty(204);
    }

    private static String checked(String bucket, Asked request) {
        String sum = request.headers().first(Crc32c.HEADER).orElse("");
        if (!sum.equals(Crc32c.of(request.body()))) {
            throw new Refusal(400, "InvalidRequest", "Missing required header for this request: Content-MD5");
        }
        JsonNode policy = JSON.readTree(request.body());
        boolean valid = policy.path("Version").asString("").equals("2012-10-17")
                && !policy.path("Statement").isEmpty()
                && policy.path("Statement").valueStream().allMatch(one -> isStatement(bucket, one));
        if (!valid) {
            throw new Refusal(400, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
        }
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    private static boolean isStatement(String bucket, JsonNode statement) {
        return statement.has("Effect")
                && statement.has("Principal")
                && statement.has("Action")
                && statement.path("Sid").asString("x").matches("[A-Za-z0-9]*")
                && statement.path("Resource").toString().contains("arn:aws:s3:::" + bucket);
    }

    @Override
    Reply refuse(Refusal refusal) {
        return text(
                refusal.status(),
                "application/xml",
                "<Error><Code>" + refusal.code() + "</Code><Message>" + refusal.getMessage() + "</Message></Error>",
                Headers.none());
    }
}
