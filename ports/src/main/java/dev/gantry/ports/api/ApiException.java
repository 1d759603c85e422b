package dev.gantry.ports.api;

import java.time.Duration;
import java.util.Optional;

/** Why a request was not done. The message is fit to show to a person and tells what to do where it can. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final Duration retryAfter;

    public ApiException(Problem problem, String message) {
        this(problem, message, Duration.ZERO, null);
    }

    public ApiException(Problem problem, String message, Throwable cause) {
        this(problem, message, Duration.ZERO, cause);
    }

    /** A request that may work after {@code retryAfter}; zero says nothing. */
    public ApiException(Problem problem, String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    /** When the same request may work, if that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.of(retryAfter).filter(d -> !d.isZero());
    }
}
