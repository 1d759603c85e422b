package dev.gantry.peers;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * Amazon's own clients: get objects over at most four connections into fresh files, without a checksum, since the server
 * names none. Arguments: CRT or NETTY, the server's port, then those of {@link Downloads}; of a target {@code /B/N} the
 * bucket is B and the key N. CRT needs {@code software.amazon.awssdk.crt:aws-crt} on the class path.
 */
public final class AwsClient {

    /** The later requests wait for the earlier ones. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private AwsClient() {}

    /** Gets everything. */
    public static void main(String[] arguments) throws Exception {
        URI server = URI.create("http://127.0.0.1:" + arguments[1]);
        try (S3AsyncClient client = arguments[0].equals("CRT") ? crt(server) : netty(server)) {
            Downloads.run(
                    (targets, folder) -> get(client, targets, folder),
                    List.of(arguments).subList(2, arguments.length));
        }
    }

    private static S3AsyncClient crt(URI server) {
        return S3AsyncClient.crtBuilder()
                .endpointOverride(server)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .forcePathStyle(true)
                .maxConcurrency(Downloads.CONNECTIONS)
                .build();
    }

    private static S3AsyncClient netty(URI server) {
        return S3AsyncClient.builder()
                .endpointOverride(server)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .forcePathStyle(true)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(Downloads.CONNECTIONS)
                        .connectionAcquisitionTimeout(LONGEST_WAIT))
                .build();
    }

    private static void get(S3AsyncClient client, List<String> targets, Path folder) {
        targets.stream()
                .map(target -> get(client, target, Downloads.file(folder, target)))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private static CompletableFuture<?> get(S3AsyncClient client, String target, Path file) {
        int slash = target.lastIndexOf('/');
        return client.getObject(
                request -> request.bucket(target.substring(1, slash)).key(target.substring(slash + 1)),
                AsyncResponseTransformer.toFile(file));
    }
}
