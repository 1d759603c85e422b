package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/** What a client is told of a request that was not done (docs/spectra-s3.md, Errors). */
record Failure(int status, String code, String message, Optional<Duration> retryAfter) {

    static final Duration BUSY = Duration.ofSeconds(5);

    /** The one place where outcomes become statuses and codes. */
    static Failure of(Throwable problem) {
        Throwable cause = unwrap(problem);
        if (cause instanceof ApiException e) {
            return of(e);
        }
        if (cause instanceof WireException e) {
            return new Failure(e.status(), e.code(), e.getMessage(), Optional.empty());
        }
        if (cause instanceof InvalidValueException e) {
            return of(new ApiException(Problem.INVALID, e.getMessage(), e));
        }
        if (cause instanceof RejectedExecutionException) {
            return of(new ApiException(Problem.UNAVAILABLE, "the node is busy; try again", BUSY, cause));
        }
        return of(new ApiException(Problem.INTERNAL, "an error inside of the node; its log says more", cause));
    }

    static Throwable unwrap(Throwable problem) {
        Throwable cause = problem;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Failure of(ApiException e) {
        boolean later = e.problem() == Problem.UNAVAILABLE || e.problem() == Problem.STORE_FULL;
        Optional<Duration> retryAfter =
                e.retryAfter().or(() -> Optional.of(BUSY).filter(d -> later));
        return new Failure(status(e.problem()), code(e.problem()), e.getMessage(), retryAfter);
    }

    static int status(Problem problem) {
        return switch (problem) {
            case INVALID, CHECKSUM_MISMATCH, WRONG_LENGTH -> 400;
            case FORBIDDEN -> 403;
            case NO_SUCH_BUCKET, NO_SUCH_OBJECT, NO_SUCH_JOB, NO_SUCH_CHUNK, NO_SUCH_BLOB -> 404;
            case BUCKET_EXISTS, BUCKET_NOT_EMPTY, OBJECT_EXISTS, CONFLICT -> 409;
            case GONE -> 410;
            case RANGE_NOT_SATISFIABLE -> 416;
            case INTERNAL -> 500;
            case NOT_IMPLEMENTED -> 501;
            case STORE_FULL, UNAVAILABLE -> 503;
            case STORE_READ_ONLY -> 507;
        };
    }

    static String code(Problem problem) {
        return switch (problem) {
            case INVALID -> "InvalidArgument";
            case CHECKSUM_MISMATCH -> "BadDigest";
            case WRONG_LENGTH -> "IncompleteBody";
            case FORBIDDEN -> "AccessDenied";
            case NO_SUCH_BUCKET -> "NoSuchBucket";
            case NO_SUCH_OBJECT -> "NoSuchKey";
            case NO_SUCH_JOB -> "NoSuchJob";
            case NO_SUCH_CHUNK -> "NoSuchChunk";
            case NO_SUCH_BLOB -> "NoSuchBlob";
            case BUCKET_EXISTS -> "BucketAlreadyExists";
            case BUCKET_NOT_EMPTY -> "BucketNotEmpty";
            case OBJECT_EXISTS -> "ObjectAlreadyExists";
            case CONFLICT -> "CONFLICT";
            case RANGE_NOT_SATISFIABLE -> "InvalidRange";
            case GONE -> "Gone";
            case NOT_IMPLEMENTED -> "NotImplemented";
            case STORE_FULL -> "InsufficientCapacity";
            case STORE_READ_ONLY -> "StoreReadOnly";
            case UNAVAILABLE -> "ServiceUnavailable";
            case INTERNAL -> "InternalError";
        };
    }
}
