package dev.gantry.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Notices that a connection waits for its far side and nothing moves. On one event loop, by that loop's clock. */
final class IdleTimer {

    private static final int LOOKS_PER_LIMIT = 4;

    private final ChannelHandlerContext context;
    private final long limit;
    private final BooleanSupplier waiting;
    private final Runnable expired;
    private ScheduledFuture<?> next;
    private long last;
    private long seen;
    private Optional<Splice> splice = Optional.empty();

    IdleTimer(ChannelHandlerContext context, Duration limit, BooleanSupplier waiting, Runnable expired) {
        this.context = context;
        this.limit = limit.toNanos();
        this.waiting = waiting;
        this.expired = expired;
    }

    void start() {
        touch();
        long period = Math.max(1, limit / LOOKS_PER_LIMIT);
        next = context.executor().scheduleAtFixedRate(this::look, period, period, TimeUnit.NANOSECONDS);
    }

    /** Something moved, or the waiting begins now. */
    void touch() {
        last = now();
    }

    /** What goes out passes this connection's buffers by, from now on or not any more. */
    void watch(Optional<Splice> spliced) {
        splice = spliced;
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void look() {
        ChannelOutboundBuffer out = context.channel().unsafe().outboundBuffer();
        boolean writing = out != null && !out.isEmpty();
        boolean sending = writing || splice.filter(Splice::awaitsSink).isPresent();
        long progress = writing ? 31L * System.identityHashCode(out.current()) + out.currentProgress() : 0;
        progress += splice.map(Splice::sent).orElse(0L) + (sending ? 1 : 0);
        if (progress != seen) {
            seen = progress;
            touch();
        } else if ((sending || waiting.getAsBoolean()) && now() - last >= limit) {
            stop();
            expired.run();
        }
    }

    private long now() {
        return context.executor().ticker().nanoTime();
    }
}
