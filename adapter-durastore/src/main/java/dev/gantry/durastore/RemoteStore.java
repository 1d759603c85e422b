package dev.gantry.durastore;

import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Answer;
import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.BodyTooLargeException;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * The far side: names user and store, sends requests, and makes a {@link ProviderException} of whatever is not a success.
 * Never retries. Thread-safe.
 */
final class RemoteStore {

    /** Longer than either client lets a connection be idle. */
    private static final Duration PATIENCE = Duration.ofMinutes(45);

    private static final long MAX_REFUSAL = 64 << 10;

    /** Reads a document on a thread that may block. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Headers headers, InputStream in) throws IOException;
    }

    /** Sends one request. */
    @FunctionalInterface
    interface Sender {
        CompletionStage<Answer> send(Request request);
    }

    private final DurastoreAccount account;
    private final String authorization;
    private final Sender sender;
    private final Sender patient;
    private final Executor documents;
    private volatile Optional<String> storeId;
    private volatile boolean takesAnyName;

    /** {@code patient} sends what is answered only after long work; {@code documents} may block. */
    RemoteStore(DurastoreAccount account, Sender sender, Sender patient, Executor documents) {
        this.account = account;
        this.authorization = "Basic "
                + Base64.getEncoder()
                        .encodeToString((account.user() + ":" + account.password()).getBytes(StandardCharsets.UTF_8));
        this.sender = sender;
        this.patient = patient;
        this.documents = documents;
        this.storeId = account.storeId();
    }

    Executor documents() {
        return documents;
    }

    /** What was learnt of the far side: which store is meant, and whether it takes any name as it is. */
    void learn(String store, boolean anyName) {
        storeId = Optional.of(store);
        takesAnyName = anyName;
    }

    boolean takesAnyName() {
        return takesAnyName;
    }

    /** Sends the call and hands over the answer, which is a success; the caller closes it. */
    CompletionStage<Answer> exchange(RemoteCall call) {
        storeId.ifPresent(id -> call.query("storeID", id));
        call.header("Authorization", authorization);
        return (call.isPatient() ? patient : sender)
                .send(call.request(account.context()))
                .handle((answer, failure) -> {
                    if (failure != null) {
                        throw RemoteFailure.unreachable(account.toString(), failure);
                    }
                    return answer;
                })
                .thenCompose(answer ->
                        answer.status() / 100 == 2 ? CompletableFuture.completedStage(answer) : refused(call, answer));
    }

    private CompletionStage<Answer> refused(RemoteCall call, Answer answer) {
        return onDocuments(answer, refusal -> {
            throw RemoteFailure.of(call, refusal.status(), refusal.headers(), text(refusal));
        });
    }

    private static String text(Answer refusal) {
        try (BlockingBody in = new BlockingBody(refusal.body(), MAX_REFUSAL, PATIENCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Sends the call and keeps nothing but the headers of its answer. */
    CompletionStage<Headers> confirm(RemoteCall call) {
        return exchange(call).thenApply(answer -> {
            try (answer) {
                return answer.headers();
            }
        });
    }

    /** Sends the call and reads the document that answers it, of {@code max} bytes at most. */
    <T> CompletionStage<T> read(RemoteCall call, long max, Reader<T> reader) {
        return exchange(call).thenCompose(answer -> onDocuments(answer, a -> parse(call, a, max, reader)));
    }

    private <T> T parse(RemoteCall call, Answer answer, long max, Reader<T> reader) {
        try (BlockingBody in = new BlockingBody(answer.body(), max, PATIENCE)) {
            return reader.read(answer.headers(), in);
        } catch (UnusableDocumentException | BodyTooLargeException e) {
            throw new ProviderException.Rejected(
                    "the answer of " + account + " to " + call + " is no such document: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ProviderException.Unavailable(
                    "the answer of " + account + " to " + call + " cannot be used: " + e.getMessage(), e);
        }
    }

    private <T> CompletionStage<T> onDocuments(Answer answer, Function<Answer, T> work) {
        try {
            return CompletableFuture.completedFuture(answer)
                    .thenApplyAsync(work, documents)
                    .whenComplete((done, failure) -> answer.close());
        } catch (RejectedExecutionException e) {
            answer.close();
            return CompletableFuture.failedFuture(RemoteFailure.unreachable(account.toString(), e));
        }
    }

    /** The same, with nothing where the far side has nothing. */
    static <T> CompletionStage<Optional<T>> ifThere(CompletionStage<T> stage) {
        return stage.thenApply(Optional::of)
                .exceptionallyCompose(failure -> RemoteFailure.unwrap(failure) instanceof ProviderException.NotFound
                        ? CompletableFuture.completedStage(Optional.empty())
                        : CompletableFuture.failedStage(failure));
    }
}
