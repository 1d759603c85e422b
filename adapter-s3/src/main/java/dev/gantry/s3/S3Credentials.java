package dev.gantry.s3;

import dev.gantry.ports.spi.ProviderException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What requests are signed with: the keys that were set, or whatever the SDK's default chain finds and renews. */
final class S3Credentials implements AutoCloseable {

    private final AwsCredentialsProvider provider;
    private final Runnable onClose;
    private final Executor direct;

    S3Credentials(Optional<S3Keys> keys, Executor blocking) {
        if (keys.isPresent()) {
            this.provider = fixed(keys.get());
            this.onClose = () -> {};
            this.direct = Runnable::run;
        } else {
            DefaultCredentialsProvider chain =
                    DefaultCredentialsProvider.builder().build();
            this.provider = chain;
            this.onClose = chain::close;
            this.direct = blocking;
        }
    }

    private static AwsCredentialsProvider fixed(S3Keys keys) {
        return StaticCredentialsProvider.create(
                keys.sessionToken().isPresent()
                        ? AwsSessionCredentials.create(
                                keys.accessKey(),
                                keys.secretKey(),
                                keys.sessionToken().get())
                        : AwsBasicCredentials.create(keys.accessKey(), keys.secretKey()));
    }

    /** For the clients of other services of the same account. */
    AwsCredentialsProvider provider() {
        return provider;
    }

    /** Completes with Rejected where there are none. */
    CompletionStage<AwsCredentialsIdentity> resolve() {
        try {
            return CompletableFuture.supplyAsync(this::find, direct);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(new ProviderException.Unavailable("the store is closed", e));
        }
    }

    private AwsCredentialsIdentity find() {
        try {
            return provider.resolveCredentials();
        } catch (SdkException e) {
            throw new ProviderException.Rejected(
                    "no credentials for S3: set access-key and secret-key of the store, or let the SDK's default chain find"
                            + " some (" + e.getMessage() + ")",
                    e);
        }
    }

    @Override
    public void close() {
        onClose.run();
    }
}
