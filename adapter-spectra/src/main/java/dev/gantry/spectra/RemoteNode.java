package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Answer;
import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Request;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.xml.stream.XMLStreamException;

/**
 * The far side: signs requests, sends them, and makes an {@link ApiException} of whatever is not a success. Never
 * retries. Thread-safe.
 */
final class RemoteNode {

    /** The largest document that is read, in bytes: several times that of a job of 500,000 objects. */
    private static final long MAX_DOCUMENT = 1L << 30;

    /** How long a document may send nothing: a large job's is made while it is sent. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Reads a document on a thread that may block. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Headers headers, InputStream in) throws XMLStreamException;
    }

    /** Sends one request. */
    @FunctionalInterface
    interface Sender {
        CompletionStage<Answer> send(Request request);
    }

    private final String endpoint;
    private final String accessKey;
    private final String secretKey;
    private final Sender sender;
    private final InstantSource clock;
    private final Executor documents;

    RemoteNode(
            String endpoint,
            String accessKey,
            String secretKey,
            Sender sender,
            InstantSource clock,
            Executor documents) {
        this.endpoint = endpoint;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.sender = sender;
        this.clock = clock;
        this.documents = documents;
    }

    InstantSource clock() {
        return clock;
    }

    String accessKey() {
        return accessKey;
    }

    /** Where documents are read and written; it may block. */
    Executor documents() {
        return documents;
    }

    /** Sends the call and hands over the answer, which is a success; the caller closes it. */
    CompletionStage<Answer> exchange(RemoteCall call) {
        return send(call)
                .thenCompose(answer -> isSuccess(answer.status())
                        ? CompletableFuture.completedFuture(answer)
                        : onDocuments(answer, a -> RemoteFailure.refuse(call, endpoint, a)));
    }

    /** Sends the call and reads the document that answers it. */
    <T> CompletionStage<T> read(RemoteCall call, Reader<T> reader) {
        return exchange(call).thenCompose(answer -> onDocuments(answer, a -> parse(call, a, reader)));
    }

    /** Sends the call and keeps nothing but the headers of its answer. */
    CompletionStage<Headers> confirm(RemoteCall call) {
        return exchange(call).thenApply(answer -> {
            try (answer) {
                return answer.headers();
            }
        });
    }

    private CompletionStage<Answer> send(RemoteCall call) {
        return sender.send(sign(call)).handle((answer, failure) -> {
            if (failure != null) {
                throw unreachable(failure);
            }
            return answer;
        });
    }

    private Request sign(RemoteCall call) {
        Headers headers = call.headers(RemoteValues.date(clock.instant()));
        String authorization = V2Signature.authorization(accessKey, secretKey, call.method(), call.target(), headers);
        Headers.Builder signed = Headers.builder().add(WireNames.AUTHORIZATION, authorization);
        headers.forEach(signed::add);
        return new Request(call.method(), call.target(), signed.build(), call.body(), call.digests());
    }

    private ApiException unreachable(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return cause instanceof ApiException known
                ? known
                : new ApiException(
                        Problem.UNAVAILABLE,
                        "cannot speak to " + endpoint + ": " + cause.getMessage() + "; is the node running there?",
                        cause);
    }

    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private <T> CompletionStage<T> onDocuments(Answer answer, Function<Answer, T> work) {
        return CompletableFuture.completedFuture(answer)
                .thenApplyAsync(work, documents)
                .whenComplete((done, failure) -> answer.close());
    }

    private <T> T parse(RemoteCall call, Answer answer, Reader<T> reader) {
        try (BlockingBody in = new BlockingBody(answer.body(), MAX_DOCUMENT, PATIENCE)) {
            return reader.read(answer.headers(), in);
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException cut ? cutOff(call, cut) : unreadable(call, e);
        } catch (InvalidValueException | ArithmeticException e) {
            throw unreadable(call, e);
        }
    }

    private ApiException cutOff(RemoteCall call, IOException cause) {
        return new ApiException(
                Problem.UNAVAILABLE,
                "the answer of " + endpoint + " to " + call.method() + " " + call.target() + " broke off: "
                        + cause.getMessage(),
                cause);
    }

    /** What {@code reader} makes of an answer's headers; what it refuses is an answer that cannot be. */
    <T> CompletionStage<T> understood(String what, Supplier<T> reader) {
        try {
            return CompletableFuture.completedFuture(reader.get());
        } catch (ApiException e) {
            return CompletableFuture.failedFuture(e);
        } catch (InvalidValueException | ArithmeticException e) {
            return CompletableFuture.failedFuture(new ApiException(
                    Problem.INTERNAL,
                    "the answer of " + endpoint + " to " + what + " cannot be: " + e.getMessage(),
                    e));
        }
    }

    private ApiException unreadable(RemoteCall call, Exception cause) {
        return new ApiException(
                Problem.INTERNAL,
                "the answer of " + endpoint + " to " + call.method() + " " + call.target()
                        + " is not the document that Spectra S3 has there: " + cause.getMessage(),
                cause);
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }
}
