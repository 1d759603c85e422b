package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Answer;
import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpClient;
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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Signed requests to one account of S3 (docs/s3.md). Whatever is refused completes with the {@link ProviderException} that
 * tells what can be done about it; nothing is tried again. Thread-safe.
 */
public final class S3Account implements AutoCloseable {

    /** Of the documents that are sent. */
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long MAX_DOCUMENT = 64L << 20;

    private final S3Settings settings;
    private final S3Sender sender;
    private final S3Refusals refusals;
    private final Executor blocking;

    /**
     * Sends nothing yet.
     *
     * @param client carries the requests; closed with this
     * @param clock dates the signatures
     * @param blocking where documents are read and credentials are looked up; it may block
     */
    public S3Account(S3Settings settings, HttpClient client, Clock clock, Executor blocking) {
        this.settings = settings;
        this.sender = new S3Sender(settings, client, clock, blocking);
        this.refusals = new S3Refusals(sender, clock, blocking);
        this.blocking = blocking;
    }

    public S3Settings settings() {
        return settings;
    }

    S3Address address() {
        return sender.address();
    }

    boolean isClosed() {
        return sender.isClosed();
    }

    /** For the clients of other services of the same account. */
    S3Credentials credentials() {
        return sender.credentials();
    }

    Executor blocking() {
        return blocking;
    }

    /**
     * Sends the call and hands over the answer, which is a success; the caller closes it. The body of the call is taken
     * over and closed, whatever the outcome. May complete on an event loop, where nothing may block.
     */
    public CompletionStage<Answer> exchange(S3Call call) {
        return sender.send(call)
                .thenCompose(sent -> S3Refusals.isSuccess(sent.answer())
                        ? CompletableFuture.completedStage(sent.answer())
                        : refusals.read(sent).thenApply(refused -> {
                            throw refused.why();
                        }));
    }

    /** Sends the call and tells what became of it; fails only where S3 did not answer. */
    public CompletionStage<S3Outcome> attempt(S3Call call) {
        return sender.send(call)
                .thenCompose(sent -> S3Refusals.isSuccess(sent.answer())
                        ? accepted(sent.answer())
                        : refusals.read(sent).thenApply(refused -> refused));
    }

    private static CompletionStage<S3Outcome> accepted(Answer answer) {
        try (answer) {
            return CompletableFuture.completedStage(new S3Outcome.Accepted(answer.status(), answer.headers()));
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
        return exchange(call)
                .thenCompose(answer -> S3Refusals.onBlocking(answer, blocking, a -> parse(call, a, reader)));
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

    /** Cuts what runs; later calls are Unavailable. A second call does nothing. */
    @Override
    public void close() {
        if (!sender.isClosed()) {
            sender.close();
        }
    }
}
