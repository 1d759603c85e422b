package dev.gantry.transport;

import dev.gantry.ports.payload.Pace;
import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Waits for turns on an event loop without keeping it: by its timer. */
final class Pacing {

    /** How often somebody who waits asks again, since limits change. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private Pacing() {}

    /**
     * Runs {@code action} on the channel's loop, where this is called, once that turn has come: at once if it has, or if
     * the channel is closed, so that whoever holds something lets it go.
     */
    static void inTurn(Pace.Turn turn, Channel channel, Runnable action) {
        long left = turn.nanosLeft();
        if (left <= 0 || !channel.isActive()) {
            action.run();
            return;
        }
        try {
            channel.eventLoop()
                    .schedule(() -> inTurn(turn, channel, action), Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            action.run();
        }
    }
}
