package dev.gantry.s3;

import dev.gantry.ports.spi.ProviderException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontAsyncClient;
import software.amazon.awssdk.services.emr.EmrAsyncClient;

/**
 * AWS's own clients of the services that tasks use, over the SDK's Netty transport; each is made when it is first needed.
 * They try nothing again: the engine does. Thread-safe.
 */
final class AwsClients implements AutoCloseable {

    private static final Duration CALL = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 8;

    private final TaskSettings settings;
    private final S3Credentials credentials;
    private final Executor blocking;
    private Optional<Wire> wire = Optional.empty();
    private Optional<CloudFrontAsyncClient> cloudFront = Optional.empty();
    private Optional<EmrAsyncClient> emr = Optional.empty();
    private boolean closed;

    /** {@code blocking} is where answers are handed on. */
    AwsClients(TaskSettings settings, S3Credentials credentials, Executor blocking) {
        this.settings = settings;
        this.credentials = credentials;
        this.blocking = blocking;
    }

    /** One request to CloudFront, named as AWS names it; its failure is sorted. */
    <T> CompletionStage<T> cloudFront(String asked, Function<CloudFrontAsyncClient, CompletableFuture<T>> call) {
        return ask(asked, () -> call.apply(cloudFront()));
    }

    /** The same to EMR. */
    <T> CompletionStage<T> emr(String asked, Function<EmrAsyncClient, CompletableFuture<T>> call) {
        return ask(asked, () -> call.apply(emr()));
    }

    /** That there are credentials is found out first, since the clients' own words for none are those for no answer. */
    private <T> CompletionStage<T> ask(String asked, Supplier<CompletableFuture<T>> call) {
        return credentials.resolve().thenCompose(identity -> call.get()).handle((value, failure) -> {
            if (failure == null) {
                return value;
            }
            throw AwsFailures.of(asked, failure);
        });
    }

    private synchronized CloudFrontAsyncClient cloudFront() {
        if (cloudFront.isEmpty()) {
            Region global = settings.region().startsWith("cn-") ? Region.AWS_CN_GLOBAL : Region.AWS_GLOBAL;
            cloudFront = Optional.of(build(CloudFrontAsyncClient.builder(), global, settings.cloudFront()));
        }
        return cloudFront.get();
    }

    private synchronized EmrAsyncClient emr() {
        if (emr.isEmpty()) {
            emr = Optional.of(build(EmrAsyncClient.builder(), Region.of(settings.region()), settings.emr()));
        }
        return emr.get();
    }

    private <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C build(
            B builder, Region region, Optional<URI> endpoint) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials.provider())
                .httpClient(wire().http())
                .overrideConfiguration(client ->
                        client.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(CALL))
                .asyncConfiguration(client ->
                        client.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, blocking))
                .build();
    }

    private Wire wire() {
        if (closed) {
            throw new ProviderException.Unavailable("the store is closed", null);
        }
        if (wire.isEmpty()) {
            wire = Optional.of(Wire.open());
        }
        return wire.get();
    }

    /** The SDK's transport on an event loop of ours, which ends at once: the SDK would wait two seconds for its own. */
    private record Wire(EventLoopGroup loop, SdkAsyncHttpClient http) {

        @SuppressWarnings("deprecation") // of Netty 4.2's kinds of loops the SDK knows this one alone
        static Wire open() {
            EventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("gantry-aws", true));
            return new Wire(
                    loop,
                    NettyNioAsyncHttpClient.builder()
                            .maxConcurrency(CONNECTIONS)
                            .eventLoopGroup(SdkEventLoopGroup.create(loop))
                            .build());
        }

        void close() {
            http.close();
            loop.shutdownGracefully(0, 5, TimeUnit.SECONDS);
        }
    }

    /** Requests under way fail, later ones are Unavailable. A second call does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        cloudFront.ifPresent(CloudFrontAsyncClient::close);
        emr.ifPresent(EmrAsyncClient::close);
        wire.ifPresent(Wire::close);
        cloudFront = Optional.empty();
        emr = Optional.empty();
        wire = Optional.empty();
    }
}
