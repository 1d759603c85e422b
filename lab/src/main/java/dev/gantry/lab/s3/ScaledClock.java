package dev.gantry.lab.s3;

import dev.gantry.domain.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that begins with another and goes faster. */
public final class ScaledClock implements InstantSource {

    private static final double MOST = 1_000_000;

    private final InstantSource base;
    private final Instant start;
    private final double speed;

    /** Begins now; {@code speed} is 1 to a million. */
    public ScaledClock(InstantSource base, double speed) {
        if (!(speed >= 1 && speed <= MOST)) {
            throw new InvalidValueException("a clock's speed is 1 to 1,000,000, not " + speed);
        }
        this.base = base;
        this.start = base.instant();
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        double nanos = Duration.between(start, base.instant()).toNanos() * speed;
        return start.plus(Duration.ofSeconds((long) (nanos / 1e9), (long) (nanos % 1e9)));
    }
}
