package dev.gantry.durastore;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** What a client is told of a request that was not done (docs/durastore.md, Errors). */
record Failure(int status, String message, Optional<Duration> retryAfter) {

    private static final Duration BUSY = Duration.ofSeconds(5);
    private static final String REALM = "Basic realm=\"DuraCloud:DuraStore\"";

    /** The one place where outcomes become statuses. */
    static Failure of(Throwable problem) {
        Throwable cause = unwrap(problem);
        if (cause instanceof Refusal e) {
            return new Failure(e.status(), e.getMessage(), Optional.empty());
        }
        if (cause instanceof ApiException e) {
            int status = status(e.problem());
            return new Failure(status, e.getMessage(), e.retryAfter().or(() -> later(status)));
        }
        if (cause instanceof InvalidValueException e) {
            return new Failure(400, e.getMessage(), Optional.empty());
        }
        if (cause instanceof RejectedExecutionException) {
            return new Failure(503, "the node is busy; try again", later(503));
        }
        return new Failure(500, "an error inside of the node; its log says more", Optional.empty());
    }

    /**
     * The same outcome where DuraStore tells less apart: what is not supported is 400, and what is wrong or missing 500.
     */
    static <T> CompletionStage<T> coarse(CompletionStage<T> stage) {
        return stage.exceptionallyCompose(problem -> {
            Failure failure = of(problem);
            return switch (failure.status()) {
                case 501 -> CompletableFuture.failedStage(new Refusal(400, failure.message(), unwrap(problem)));
                case 400, 404 -> CompletableFuture.failedStage(new Refusal(500, failure.message(), unwrap(problem)));
                default -> CompletableFuture.failedStage(problem);
            };
        });
    }

    private static Optional<Duration> later(int status) {
        return Optional.of(BUSY).filter(busy -> status == 503);
    }

    static Throwable unwrap(Throwable problem) {
        Throwable cause = problem;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    static int status(Problem problem) {
        return switch (problem) {
            case INVALID, WRONG_LENGTH, RANGE_NOT_SATISFIABLE -> 400;
            case FORBIDDEN -> 403;
            case NO_SUCH_BUCKET, NO_SUCH_OBJECT, NO_SUCH_JOB, NO_SUCH_CHUNK, NO_SUCH_BLOB -> 404;
            case CHECKSUM_MISMATCH, BUCKET_EXISTS, BUCKET_NOT_EMPTY, OBJECT_EXISTS, CONFLICT, GONE -> 409;
            case INTERNAL -> 500;
            case NOT_IMPLEMENTED -> 501;
            case STORE_FULL, UNAVAILABLE -> 503;
            case STORE_READ_ONLY -> 507;
        };
    }

    Reply reply() {
        Headers.Builder headers = Headers.builder().add(WireNames.CONTENT_TYPE, WireNames.TEXT);
        retryAfter.ifPresent(wait -> headers.add("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
        if (status == 401) {
            headers.add("WWW-Authenticate", REALM);
        }
        return new Reply(status, headers.build(), new Reply.Bytes(message.getBytes(StandardCharsets.UTF_8)));
    }
}
