package dev.gantry.s3;

import dev.gantry.transport.Origin;
import java.net.URI;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** S3Proxy in memory, which checks signatures and checksums, and AWS's own client beside it. */
final class S3Server implements AutoCloseable {

    static final S3Keys KEYS = new S3Keys("access", "secret", Optional.empty());

    private final S3Proxy proxy;
    private final S3Client sdk;

    S3Server() {
        this(Optional.empty());
    }

    /** With {@code virtualHost}, a bucket stands in front of that name, and nothing else is served. */
    S3Server(Optional<String> virtualHost) {
        try {
            S3Proxy.Builder builder = S3Proxy.builder()
                    .blobStore(new TransientNio2BlobStore())
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V4, KEYS.accessKey(), KEYS.secretKey())
                    .ignoreUnknownHeaders(true);
            virtualHost.ifPresent(builder::virtualHost);
            proxy = builder.build();
            proxy.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not start", e);
        }
        sdk = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .overrideConfiguration(c -> c.addExecutionInterceptor(new WithoutExpect()))
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(KEYS.accessKey(), KEYS.secretKey())))
                .build();
    }

    int port() {
        return proxy.getPort();
    }

    S3Settings settings() {
        return S3Settings.compatible(Origin.http("127.0.0.1", port()), KEYS);
    }

    /** The same for buckets whose names in S3 begin with that. */
    S3Settings settings(String bucketPrefix) {
        S3Settings all = settings();
        return new S3Settings(
                all.endpoint(),
                all.region(),
                all.keys(),
                all.addressing(),
                bucketPrefix,
                all.storageClasses(),
                all.checksums(),
                all.trust(),
                all.connections());
    }

    /** The independent reader and writer. */
    S3Client sdk() {
        return sdk;
    }

    @Override
    public void close() {
        sdk.close();
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not stop", e);
        }
    }

    /** The JDK's client trips over 100-continue now and then. */
    private static final class WithoutExpect implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().toBuilder().removeHeader("Expect").build();
        }
    }
}
