package dev.gantry.engine;

import dev.gantry.ports.spi.ProviderException;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What stands between the engine and one store: retry, breaker and bulkhead. The only place that retries. */
final class Resilience {

    private static final int CONCURRENT_CALLS = 256;
    private static final Duration OPEN = Duration.ofSeconds(5);
    private static final double FIRST_WAIT_MILLIS = 50;
    private static final double LONGEST_WAIT_MILLIS = 2_000;
    private static final Duration LONGEST_ASKED = Duration.ofSeconds(10);

    private final String store;
    private final Environment environment;
    private final Retry retry;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private volatile Optional<Instant> opened = Optional.empty();

    Resilience(String store, Environment environment, int attempts) {
        this.store = store;
        this.environment = environment;
        this.retry = Retry.of(
                store,
                RetryConfig.custom()
                        .maxAttempts(attempts)
                        .intervalBiFunction((attempt, result) -> pause(attempt, result.getLeft()))
                        .retryOnException(Resilience::isWorthRepeating)
                        .failAfterMaxAttempts(false)
                        .build());
        this.breaker = CircuitBreaker.of(
                store,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(OPEN)
                        .clock(((InstantSource) environment::now).withZone(ZoneOffset.UTC))
                        .recordException(Resilience::isPassing)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                opened = Optional.of(environment.now());
            }
        });
        this.bulkhead = Bulkhead.of(
                store,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(CONCURRENT_CALLS)
                        .maxWaitDuration(Duration.ZERO)
                        .build());
    }

    /** When calls are let through again, if none are now for a while. */
    Optional<Instant> closedUntil() {
        return opened.filter(since -> breaker.getState() == CircuitBreaker.State.OPEN)
                .map(since -> since.plus(OPEN));
    }

    private long pause(int attempt, Throwable failure) {
        double longest = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * Math.pow(2, attempt));
        long jittered = (long) (longest / 2 + environment.chance() * longest / 2);
        return Math.max(jittered, asked(failure).toMillis());
    }

    /** How long the store itself wants to be left alone. */
    private static Duration asked(Throwable failure) {
        return failure instanceof ProviderException.Throttled throttled
                ? throttled.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    /** What passes, and within a time that somebody who waits for an answer can be kept waiting. */
    private static boolean isWorthRepeating(Throwable failure) {
        return failure instanceof CallNotPermittedException
                || failure instanceof BulkheadFullException
                || (isPassing(failure) && asked(failure).compareTo(LONGEST_ASKED) <= 0);
    }

    private static boolean isPassing(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        return cause instanceof ProviderException.Unavailable || cause instanceof ProviderException.Throttled;
    }

    /**
     * A call that can be made again: tried until it works, fails for good, its attempts are used up, or the store wants to
     * be left alone for longer than its caller can wait.
     */
    <T> CompletionStage<T> repeatable(Supplier<CompletionStage<T>> call) {
        CompletionStage<T> first = guarded(call);
        return Failures.hasSucceeded(first.toCompletableFuture())
                ? first
                : described(retried(first, call, retry.asyncContext()));
    }

    private <T> CompletionStage<T> retried(
            CompletionStage<T> made, Supplier<CompletionStage<T>> call, Retry.AsyncContext<T> context) {
        return made.<CompletionStage<T>>handle((value, failure) -> {
                    if (failure == null) {
                        context.onComplete();
                        return CompletableFuture.completedStage(value);
                    }
                    long wait = context.onError(Failures.unwrap(failure));
                    return wait < 0 ? CompletableFuture.failedStage(failure) : later(wait, call, context);
                })
                .thenCompose(stage -> stage);
    }

    private <T> CompletionStage<T> later(
            long millis, Supplier<CompletionStage<T>> call, Retry.AsyncContext<T> context) {
        CompletableFuture<Void> pause = new CompletableFuture<>();
        environment.after(Duration.ofMillis(millis), () -> pause.complete(null));
        return pause.thenCompose(done -> retried(guarded(call), call, context));
    }

    /** A call that must not be made again, as one that uses up a client's body. */
    <T> CompletionStage<T> once(Supplier<CompletionStage<T>> call) {
        CompletionStage<T> made = guarded(call);
        return Failures.hasSucceeded(made.toCompletableFuture()) ? made : described(made);
    }

    /** One attempt, if bulkhead and breaker let it through. */
    private <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> call) {
        Optional<RuntimeException> refusal = refusal();
        if (refusal.isPresent()) {
            return CompletableFuture.failedStage(refusal.get());
        }
        long began = breaker.getCurrentTimestamp();
        CompletionStage<T> made = begin(call);
        if (Failures.hasSucceeded(made.toCompletableFuture())) {
            ended(began, null);
            return made;
        }
        return made.whenComplete((value, failure) -> ended(began, failure));
    }

    private static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Why no call may be made now; if one may, it is counted as under way. */
    private Optional<RuntimeException> refusal() {
        if (!bulkhead.tryAcquirePermission()) {
            return Optional.of(BulkheadFullException.createBulkheadFullException(bulkhead));
        }
        if (breaker.tryAcquirePermission()) {
            return Optional.empty();
        }
        bulkhead.releasePermission();
        return Optional.of(CallNotPermittedException.createCallNotPermittedException(breaker));
    }

    private void ended(long began, Throwable failure) {
        bulkhead.onComplete();
        long took = breaker.getCurrentTimestamp() - began;
        if (failure == null) {
            breaker.onSuccess(took, breaker.getTimestampUnit());
        } else {
            breaker.onError(took, breaker.getTimestampUnit(), failure);
        }
    }

    private <T> CompletionStage<T> described(CompletionStage<T> answer) {
        return answer.<CompletionStage<T>>handle((value, failure) -> failure == null
                        ? CompletableFuture.completedStage(value)
                        : CompletableFuture.failedStage(described(Failures.unwrap(failure))))
                .thenCompose(stage -> stage);
    }

    private Throwable described(Throwable failure) {
        if (failure instanceof CallNotPermittedException) {
            return new ProviderException.Throttled(
                    "store " + store + " has failed too often and is left alone for a while", OPEN);
        }
        if (failure instanceof BulkheadFullException) {
            return new ProviderException.Throttled("store " + store + " has too many calls under way", Duration.ZERO);
        }
        return failure;
    }
}
