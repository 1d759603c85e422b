package dev.gantry.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a store is worth asking again: how far what is on its way has come, at growing intervals or when the store says that
 * something is there; and to keep what is online, at half of its time. Belongs to the control thread.
 */
final class StagingPace {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /** How many paces there are in the longest wait of a store that is quick. */
    private static final int SLOWEST = 60;

    private final StoreStaging store;
    private final Environment environment;
    private Duration interval;
    private long nextLook;

    StagingPace(StoreStaging store, Environment environment) {
        this.store = store;
        this.environment = environment;
        this.interval = store.offer().pace();
        this.nextLook = environment.nanos();
    }

    /** The shortest time between two questions. */
    Duration shortest() {
        return store.offer().pace();
    }

    /** Something has changed: it is worth looking soon. */
    void quicken() {
        interval = shortest();
    }

    /** It is worth looking now. */
    void lookNow() {
        quicken();
        nextLook = environment.nanos();
    }

    boolean isLookDue() {
        return environment.nanos() - nextLook >= 0;
    }

    Duration untilLook() {
        return Duration.ofNanos(nextLook - environment.nanos());
    }

    /** A look begins: the next interval is longer, unless something changes meanwhile. */
    void slowDown() {
        interval = shorter(
                interval.multipliedBy(3).dividedBy(2), shorter(shortest().multipliedBy(SLOWEST), LONGEST_WAIT));
    }

    /** A look has ended; {@code readyAbout} is when the first of what is on its way is there, if the store can tell. */
    void looked(Optional<Instant> readyAbout) {
        Duration pause = readyAbout
                .map(at -> Duration.between(environment.now(), at).plusMillis(1))
                .map(in -> shorter(longer(in, shortest()), interval))
                .orElse(interval);
        nextLook = environment.nanos() + pause.toNanos();
    }

    /** In how long a chunk's copies are to be renewed, if they end and are needed. */
    Optional<Duration> untilRenewal(StagedChunk chunk) {
        Duration half = store.offer().keep().dividedBy(2);
        return chunk.until()
                .filter(until -> chunk.isHeld())
                .map(until -> Duration.between(environment.now(), until.minus(half)));
    }

    boolean isRenewalDue(StagedChunk chunk) {
        return untilRenewal(chunk).filter(in -> in.isZero() || in.isNegative()).isPresent();
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
