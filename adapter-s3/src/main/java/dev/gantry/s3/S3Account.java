package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Answer;
import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.Request;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signed requests to one account of S3 (docs/s3.md). Whatever is refused completes with the {@link ProviderException} that
 * tells what can be done about it; nothing is tried again. Thread-safe.
 */
public final class S3Account implements AutoCloseable {

    /** Of the documents that are sent. */
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(S3Account.class);
    private static final long MAX_DOCUMENT = 64L << 20;
    private static final long MAX_ERROR = 64L << 10;

    private final S3Settings settings;
    private final S3Address address;
    private final S3Signer signer;
    private final S3Credentials credentials;
    private final HttpClient client;
    private final Executor blocking;
    private volatile boolean closed;

    /**
     * Sends nothing yet.
     *
     * @param client carries the requests; closed with this
     * @param clock dates the signatures
     * @param blocking where documents are read and credentials are looked up; it may block
     */
    public S3Account(S3Settings settings, HttpClient client, Clock clock, Executor blocking) {
        this.settings = settings;
        this.address = new S3Address(settings);
        this.signer = new S3Signer(settings.region(), clock);
        this.credentials = new S3Credentials(settings.keys(), blocking);
        this.client = client;
        this.blocking = blocking;
    }

    public S3Settings settings() {
        return settings;
    }

    S3Address address() {
        return address;
    }

    boolean isClosed() {
        return closed;
    }

    /** For the clients of other services of the same account. */
    S3Credentials credentials() {
        return credentials;
    }

    Executor blocking() {
        return blocking;
    }

    /**
     * Sends the call and hands over the answer, which is a success; the caller closes it. The body of the call is taken
     * over and closed, whatever the outcome. May complete on an event loop, where nothing may block.
     */
    public CompletionStage<Answer> exchange(S3Call call) {
        return sent(call)
                .thenCompose(answer ->
                        isSuccess(answer.status()) ? CompletableFuture.completedStage(answer) : refused(call, answer));
    }

    /** Sends the call and tells what became of it; fails only where S3 did not answer. */
    public CompletionStage<S3Outcome> attempt(S3Call call) {
        return sent(call)
                .thenCompose(answer ->
                        isSuccess(answer.status()) ? accepted(answer) : onBlocking(answer, a -> refusal(call, a)));
    }

    private static CompletionStage<S3Outcome> accepted(Answer answer) {
        try (answer) {
            return CompletableFuture.completedStage(new S3Outcome.Accepted(answer.status(), answer.headers()));
        }
    }

    private CompletionStage<Answer> sent(S3Call call) {
        if (closed) {
            call.body().ifPresent(Payload::close);
            return CompletableFuture.failedFuture(closedAccount());
        }
        return credentials
                .resolve()
                .thenCompose(identity -> send(call, identity))
                .handle((answer, failure) ->
                        failure == null ? CompletableFuture.completedStage(answer) : this.<Answer>failed(call, failure))
                .thenCompose(Function.identity());
    }

    private CompletionStage<Answer> send(S3Call call, AwsCredentialsIdentity identity) {
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

    private CompletionStage<Answer> refused(S3Call call, Answer answer) {
        return onBlocking(answer, a -> {
            throw refusal(call, a).why();
        });
    }

    private S3Outcome.Refused refusal(S3Call call, Answer answer) {
        S3Failure.Said said = said(answer);
        noteSkew(said, answer.headers());
        return new S3Outcome.Refused(said.code(), S3Failure.of(call, said, answer.headers()));
    }

    /** An answer to HEAD has no document; neither has that of a proxy in between. */
    private static S3Failure.Said said(Answer answer) {
        if (answer.body().length() != 0) {
            try (BlockingBody in = new BlockingBody(answer.body(), MAX_ERROR, PATIENCE)) {
                S3Document error = S3Document.read(in);
                return new S3Failure.Said(
                        answer.status(),
                        error.text("Code").orElse(""),
                        error.text("Message").orElse(""));
            } catch (InvalidValueException e) {
                LOG.debug("an answer {} tells nothing: {}", answer.status(), e.getMessage());
            }
        }
        return new S3Failure.Said(answer.status(), "", "");
    }

    /** The next requests are signed with the service's time: it decides what is too late. */
    private void noteSkew(S3Failure.Said said, Headers headers) {
        if (said.code().equals("RequestTimeTooSkewed")) {
            headers.first("Date").flatMap(S3Account::date).ifPresent(theirs -> {
                Duration ahead = Duration.between(signer.clock().instant(), theirs);
                LOG.warn(
                        "the clock of {} is {} s ahead of this machine's; its time is used",
                        settings.endpoint(),
                        ahead.toSeconds());
                signer.adjust(ahead);
            });
        }
    }

    static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Sends the call and reads the document that answers it, at most 64 MiB. */
    public <T> CompletionStage<T> read(S3Call call, Function<S3Document, T> reader) {
        return exchange(call).thenCompose(answer -> onBlocking(answer, a -> parse(call, a, reader)));
    }

    private <T> T parse(S3Call call, Answer answer, Function<S3Document, T> reader) {
        try (BlockingBody in = new BlockingBody(answer.body(), MAX_DOCUMENT, PATIENCE)) {
            S3Document document = S3Document.read(in);
            requireNoError(call, answer, document);
            return reader.apply(document);
        } catch (InvalidValueException e) {
            throw unreadable(call, e);
        }
    }

    /** S3 begins some answers with 200 before it knows how they end. */
    private static void requireNoError(S3Call call, Answer answer, S3Document document) {
        Optional<String> code = document.text("Code");
        if (code.isPresent() && document.text("Message").isPresent()) {
            throw S3Failure.of(
                    call, new S3Failure.Said(500, code.get(), document.require("Message")), answer.headers());
        }
    }

    /** Sends the call and keeps nothing but the headers of its answer. */
    public CompletionStage<Headers> confirm(S3Call call) {
        return exchange(call).thenApply(answer -> {
            try (answer) {
                return answer.headers();
            }
        });
    }

    /** The object as it is now, empty if there is none or no bucket. */
    public CompletionStage<Optional<S3Object>> head(ObjectKey key) {
        S3Call call = S3Call.object("HEAD", key);
        return confirm(call).handle((headers, failure) -> {
            if (failure == null) {
                return Optional.of(understood(call, () -> ObjectHeaders.read(key, headers)));
            }
            if (Failures.unwrap(failure) instanceof ProviderException.NotFound) {
                return Optional.empty();
            }
            throw new CompletionException(Failures.unwrap(failure));
        });
    }

    /** What S3 says of each key, its restored copy too: in order, empty where there is no such object. */
    public CompletionStage<List<Optional<S3Object>>> heads(List<ObjectKey> keys) {
        return new S3Heads(this, true).objects(keys);
    }

    /**
     * One page of a bucket.
     *
     * @param restores whether it is to tell of objects that are restored; services other than AWS may refuse that
     */
    public CompletionStage<S3Page> list(BucketName bucket, ListQuery query, boolean restores) {
        S3Call call = S3Lists.call(bucket, query);
        if (restores) {
            call.header("x-amz-optional-object-attributes", "RestoreStatus");
        }
        return read(call, document -> S3Lists.page(bucket, query, document));
    }

    private <T> T understood(S3Call call, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (InvalidValueException e) {
            throw unreadable(call, e);
        }
    }

    private ProviderException unreadable(S3Call call, Exception cause) {
        return new ProviderException.Unavailable(
                "the answer of " + settings.endpoint() + " to " + call + " cannot be read: " + cause.getMessage(),
                cause);
    }

    private <T> CompletionStage<T> onBlocking(Answer answer, Function<Answer, T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> work.apply(answer), blocking)
                    .whenComplete((done, failure) -> answer.close());
        } catch (RejectedExecutionException e) {
            answer.close();
            return CompletableFuture.failedStage(
                    new ProviderException.Unavailable("the store is closed or has too much to do", e));
        }
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    /** Cuts what runs; later calls are Unavailable. A second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            client.close();
            credentials.close();
        }
    }
}
