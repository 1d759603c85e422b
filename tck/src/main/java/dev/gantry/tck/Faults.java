package dev.gantry.tck;

import dev.gantry.ports.spi.ProviderException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Decides by a seed which calls of a {@link FaultyProvider} go wrong and how. Thread-safe. */
public final class Faults {

    private static final Duration RETRY_AFTER = Duration.ofMillis(10);

    private enum Fault {
        UNAVAILABLE,
        THROTTLED,
        UNAVAILABLE_AFTER_EFFECT
    }

    private final long seed;
    private final double probability;
    private final Random random;
    private boolean stopped;
    private long injected;

    /** {@code probability} of 0 to 1 for each call. The same seed and order of calls give the same faults. */
    public Faults(long seed, double probability) {
        this.seed = seed;
        this.probability = probability;
        this.random = new Random(seed);
    }

    /** No more faults from now on. */
    public synchronized void stop() {
        stopped = true;
    }

    /** How many faults there were. */
    public synchronized long injected() {
        return injected;
    }

    <T> CompletionStage<T> around(Supplier<CompletionStage<T>> call) {
        return around(call, () -> {});
    }

    /** Makes the call, or fails instead of it, or fails though it was made. {@code unmade} runs if it was not. */
    <T> CompletionStage<T> around(Supplier<CompletionStage<T>> call, Runnable unmade) {
        if (!strikes()) {
            return call.get();
        }
        return switch (draw()) {
            case UNAVAILABLE -> instead(unmade, unavailable("before"));
            case THROTTLED -> instead(unmade, new ProviderException.Throttled("asked for less " + this, RETRY_AFTER));
            case UNAVAILABLE_AFTER_EFFECT ->
                call.get().thenApply(result -> {
                    throw unavailable("after");
                });
        };
    }

    private static <T> CompletionStage<T> instead(Runnable unmade, ProviderException failure) {
        unmade.run();
        return CompletableFuture.failedFuture(failure);
    }

    private ProviderException unavailable(String when) {
        return new ProviderException.Unavailable("failed " + when + " the effect " + this, null);
    }

    /** After how many of {@code length} bytes a read is to end, if it is. */
    synchronized OptionalLong cut(long length) {
        return length > 0 && strikes() ? OptionalLong.of((long) (random.nextDouble() * length)) : OptionalLong.empty();
    }

    private synchronized boolean strikes() {
        boolean strikes = !stopped && random.nextDouble() < probability;
        injected += strikes ? 1 : 0;
        return strikes;
    }

    private synchronized Fault draw() {
        return Fault.values()[random.nextInt(Fault.values().length)];
    }

    @Override
    public String toString() {
        return "(fault on purpose, seed " + seed + ")";
    }
}
