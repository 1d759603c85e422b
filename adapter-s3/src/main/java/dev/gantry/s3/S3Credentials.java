package dev.gantry.s3;

import dev.gantry.ports.spi.ProviderException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * What requests are signed with: the keys that were set, or whatever the SDK's default chain finds and renews. Credentials
 * that the service holds to be expired before the chain does are looked for anew, once for each (docs/s3.md, Credentials).
 */
final class S3Credentials implements AutoCloseable {

    private final Optional<AwsCredentialsProvider> fixed;
    private final Executor executor;
    private Optional<DefaultCredentialsProvider> chain = Optional.empty(); // guarded by this, as is below
    private Optional<AwsCredentialsIdentity> expired = Optional.empty();
    private boolean closed;

    S3Credentials(Optional<S3Keys> keys, Executor blocking) {
        this.fixed = keys.map(S3Credentials::fixed);
        this.executor = keys.isPresent() ? Runnable::run : blocking;
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
        return this::current;
    }

    private AwsCredentials current() {
        return fixed.orElseGet(this::chain).resolveCredentials();
    }

    private synchronized AwsCredentialsProvider chain() {
        if (closed) {
            throw new ProviderException.Unavailable("the store is closed", null);
        }
        if (chain.isEmpty()) {
            chain = Optional.of(DefaultCredentialsProvider.builder().build());
        }
        return chain.get();
    }

    /** Completes with Rejected where there are none, or none but those that have expired. */
    CompletionStage<AwsCredentialsIdentity> resolve() {
        try {
            return CompletableFuture.supplyAsync(this::find, executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(new ProviderException.Unavailable("the store is closed", e));
        }
    }

    private AwsCredentialsIdentity find() {
        AwsCredentialsProvider asked = fixed.orElseGet(this::chain);
        AwsCredentialsIdentity found;
        try {
            found = asked.resolveCredentials();
        } catch (SdkException | IllegalStateException e) {
            throw unfound(asked, e);
        }
        if (isExpired(found)) {
            forgetChain();
            throw new ProviderException.Rejected(
                    "the credentials that the SDK's default chain finds for S3, of access key " + found.accessKeyId()
                            + ", have expired; renew them where they come from",
                    null);
        }
        return found;
    }

    /** A chain that somebody took for outdated meanwhile may say anything. */
    private synchronized ProviderException unfound(AwsCredentialsProvider asked, RuntimeException why) {
        boolean outdated = fixed.isEmpty() && chain.filter(asked::equals).isEmpty();
        return outdated
                ? new ProviderException.Unavailable("the credentials for S3 are being looked for anew", why)
                : new ProviderException.Rejected(
                        "no credentials for S3: set access-key and secret-key of the store, or let the SDK's default chain"
                                + " find some (" + why.getMessage() + ")",
                        why);
    }

    private synchronized boolean isExpired(AwsCredentialsIdentity found) {
        return expired.filter(found::equals).isPresent();
    }

    /**
     * The service says that these have expired: the chain is built anew, since what it found last is kept in it.
     *
     * @return whether others may be found now; those that were set stay what they are
     */
    synchronized boolean renew(AwsCredentialsIdentity old) {
        if (fixed.isPresent()) {
            return false;
        }
        if (expired.filter(old::equals).isEmpty()) {
            expired = Optional.of(old);
            forgetChain();
        }
        return true;
    }

    private synchronized void forgetChain() {
        chain.ifPresent(DefaultCredentialsProvider::close);
        chain = Optional.empty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        forgetChain();
    }
}
