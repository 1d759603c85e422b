package dev.gantry.engine;

import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.TruncatedException;
import java.time.Duration;
import java.util.Optional;

/** Which failures are worth another attempt, and when. */
final class TransferRetry {

    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final int attempts;
    private final Duration backoff;

    TransferRetry(TransferSettings settings) {
        this.attempts = settings.attempts();
        this.backoff = settings.backoff();
    }

    /** How long to wait before the next attempt behind attempt number {@code made}; empty if it would not help. */
    Optional<Duration> after(Throwable failure, int made) {
        if (failure instanceof ApiException api && api.problem() == Problem.CHECKSUM_MISMATCH) {
            return made == 1 ? Optional.of(Duration.ZERO) : Optional.empty();
        }
        return isPassing(failure) && made < attempts ? Optional.of(delay(failure, made)) : Optional.empty();
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof TruncatedException
                || (failure instanceof ApiException api && api.problem() == Problem.UNAVAILABLE);
    }

    private Duration delay(Throwable failure, int made) {
        Optional<Duration> asked = failure instanceof ApiException api ? api.retryAfter() : Optional.empty();
        return asked.orElseGet(() -> {
            Duration doubled = backoff.multipliedBy(1L << Math.min(made - 1, 20));
            return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        });
    }
}
