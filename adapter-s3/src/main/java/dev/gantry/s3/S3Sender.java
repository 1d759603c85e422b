package dev.gantry.s3;

import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Answer;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Addresses requests, signs them and sends them. */
final class S3Sender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(S3Sender.class);

    private final S3Settings settings;
    private final S3Address address;
    private final S3Signer signer;
    private final S3Credentials credentials;
    private final HttpClient client;
    private volatile boolean closed;

    S3Sender(S3Settings settings, HttpClient client, Clock clock, Executor blocking) {
        this.settings = settings;
        this.address = new S3Address(settings);
        this.signer = new S3Signer(settings.region(), clock);
        this.credentials = new S3Credentials(settings.keys(), blocking);
        this.client = client;
    }

    /** An answer, which the holder closes, and what the request was signed with. */
    record Sent(S3Call call, Answer answer, AwsCredentialsIdentity identity) {}

    S3Address address() {
        return address;
    }

    S3Credentials credentials() {
        return credentials;
    }

    boolean isClosed() {
        return closed;
    }

    /** Completes with any answer; the body of the call is taken over and closed, whatever the outcome. */
    CompletionStage<Sent> send(S3Call call) {
        if (closed) {
            call.body().ifPresent(Payload::close);
            return CompletableFuture.failedFuture(closedAccount());
        }
        return credentials
                .resolve()
                .thenCompose(identity -> transmit(call, identity).thenApply(answer -> new Sent(call, answer, identity)))
                .handle((sent, failure) ->
                        failure == null ? CompletableFuture.completedStage(sent) : this.<Sent>failed(call, failure))
                .thenCompose(Function.identity());
    }

    private CompletionStage<Answer> transmit(S3Call call, AwsCredentialsIdentity identity) {
        S3Address.Located at = address.locate(call);
        Headers headers = signer.sign(call, at, identity);
        return client.send(at.origin(), new Request(call.method(), at.target(call.query()), headers, call.body()));
    }

    private <T> CompletionStage<T> failed(S3Call call, Throwable failure) {
        call.body().ifPresent(Payload::close);
        Throwable cause = Failures.unwrap(failure);
        if (cause instanceof ProviderException known) {
            return CompletableFuture.failedStage(known);
        }
        return CompletableFuture.failedStage(
                closed
                        ? closedAccount()
                        : new ProviderException.Unavailable(
                                "cannot speak to " + settings.endpoint() + ": " + Failures.told(cause), cause));
    }

    private static ProviderException closedAccount() {
        return new ProviderException.Unavailable("the store is closed", null);
    }

    /** The next requests are signed with the service's time: it decides what is too late. */
    void takeTime(Instant theirs) {
        Duration ahead = Duration.between(signer.clock().instant(), theirs);
        LOG.warn(
                "the clock of {} is {} s ahead of this machine's; its time is used",
                settings.endpoint(),
                ahead.toSeconds());
        signer.adjust(ahead);
    }

    @Override
    public void close() {
        closed = true;
        client.close();
        credentials.close();
    }
}
