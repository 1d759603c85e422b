package dev.gantry.ports.api;

import dev.gantry.domain.Medium;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Why a request was not done. The message is fit to show to a person and tells what to do where it can. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final Duration retryAfter;
    private final transient List<Medium> media;

    public ApiException(Problem problem, String message) {
        this(problem, message, Duration.ZERO, null);
    }

    public ApiException(Problem problem, String message, Throwable cause) {
        this(problem, message, Duration.ZERO, cause);
    }

    /** A request that may work after {@code retryAfter}; zero says nothing. */
    public ApiException(Problem problem, String message, Duration retryAfter, Throwable cause) {
        this(problem, message, retryAfter, cause, List.of());
    }

    private ApiException(Problem problem, String message, Duration retryAfter, Throwable cause, List<Medium> media) {
        super(message, cause);
        this.problem = problem;
        this.retryAfter = retryAfter;
        this.media = media;
    }

    /** CONFLICT with media that are not in their library, which somebody must load first. */
    public static ApiException offline(String message, Collection<Medium> media) {
        return new ApiException(Problem.CONFLICT, message, Duration.ZERO, null, List.copyOf(media));
    }

    public Problem problem() {
        return problem;
    }

    /** What has to be loaded before the same request can work; empty where that is not the reason. */
    public List<Medium> media() {
        return media;
    }

    /** When the same request may work, if that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.of(retryAfter).filter(d -> !d.isZero());
    }
}
