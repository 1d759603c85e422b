package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.s3.S3Settings.Addressing;
import dev.gantry.transport.Origin;
import dev.gantry.transport.Percent;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Where requests go: the bucket in the path or in the host's name (docs/s3.md, Addresses). */
final class S3Address {

    /** A request's host, and its path as it is signed and sent. */
    record Located(Origin origin, String path) {

        /** Path and query as they go out. */
        String target(Map<String, String> query) {
            return query.isEmpty()
                    ? path
                    : query.entrySet().stream()
                            .map(e ->
                                    Percent.encodeUnreserved(e.getKey()) + "=" + Percent.encodeUnreserved(e.getValue()))
                            .collect(Collectors.joining("&", path + "?", ""));
        }
    }

    private final Origin endpoint;
    private final boolean inHost;
    private final BucketNames names;

    S3Address(S3Settings settings) {
        this.endpoint = settings.endpoint();
        this.inHost = settings.addressing() == Addressing.VIRTUAL_HOST;
        this.names = new BucketNames(settings.bucketPrefix());
    }

    BucketNames names() {
        return names;
    }

    Located locate(S3Call call) {
        if (call.bucket().isEmpty()) {
            return new Located(endpoint, "/");
        }
        String bucket = names.inS3(call.bucket().get());
        String name = "/" + encode(call.name());
        return isInHost(bucket)
                ? new Located(withBucket(bucket), name)
                : new Located(endpoint, "/" + bucket + (call.name().isEmpty() ? "" : name));
    }

    /** A bucket and a name as a header names a source of a copy. */
    String source(BucketName bucket, String name) {
        return names.inS3(bucket) + "/" + encode(name);
    }

    /** A certificate for {@code *.host} is none for a name with one dot more. */
    private boolean isInHost(String bucket) {
        return inHost && !(endpoint.tls() && bucket.indexOf('.') >= 0);
    }

    private Origin withBucket(String bucket) {
        InetSocketAddress address = endpoint.address();
        return new Origin(
                endpoint.tls(),
                InetSocketAddress.createUnresolved(bucket + "." + address.getHostString(), address.getPort()));
    }

    private static String encode(String name) {
        return Arrays.stream(name.split("/", -1)).map(Percent::encodeUnreserved).collect(Collectors.joining("/"));
    }
}
