package dev.gantry.s3;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A clock that stands still but for pauses, each of which is over at once. */
final class ManualTime extends Clock implements Pauses {

    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private volatile Runnable atPause = () -> {};

    /** Runs at the next pause, once. */
    void atNextPause(Runnable action) {
        atPause = action;
    }

    @Override
    public synchronized CompletionStage<Void> pause(Duration duration) {
        now = now.plus(duration);
        Runnable action = atPause;
        atPause = () -> {};
        action.run();
        return CompletableFuture.completedStage(null);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
