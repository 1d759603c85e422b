package dev.gantry.transport;

import dev.gantry.transport.Reply.Delivery;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out when the answers of one connection have reached the far side (docs/transport.md, Evidence). Each delivery
 * hears once. On the connection's event loop.
 */
final class Evidence {

    private static final Logger LOG = LoggerFactory.getLogger(Evidence.class);
    private static final long FIRST_LOOK_MS = 1;
    private static final long LONGEST_WAIT_MS = 50;
    private static final long GRACE_WITHOUT_TCP_INFO_MS = 1000;

    private final ChannelHandlerContext context;
    private final Runnable progress;
    private final Runnable settled;
    private final boolean exact;
    private final Queue<Delivery> open = new ArrayDeque<>();
    private Future<?> timer;
    private TcpInfo last;

    /** {@code progress} runs when the far side took something, {@code settled} when nothing is open any more. */
    Evidence(ChannelHandlerContext context, Runnable progress, Runnable settled) {
        this.context = context;
        this.progress = progress;
        this.settled = settled;
        this.exact = TcpInfo.isKnown(context.channel());
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    /** Everything was handed to the kernel; {@code delivery} is told when the far side has it. */
    void expect(Delivery delivery) {
        open.add(delivery);
        if (exact) {
            look(FIRST_LOOK_MS);
        } else {
            cancelTimer();
            timer = context.executor()
                    .schedule(() -> settle(Delivery::delivered), GRACE_WITHOUT_TCP_INFO_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** The far side has sent a request or the end of its stream after the answers were written. */
    void peerWentOn() {
        if (isOpen() && exact) {
            look(FIRST_LOOK_MS);
        } else if (isOpen()) {
            settle(Delivery::delivered);
        }
    }

    /** The connection ended: what is not known to have arrived has not. */
    void connectionEnded() {
        settle(Delivery::failed);
    }

    private void look(long nextMs) {
        cancelTimer();
        TcpInfo now = TcpInfo.of(context.channel()).orElse(null);
        if (now != null && now.allAcknowledged()) {
            settle(Delivery::delivered);
            return;
        }
        if (now != null && now.isOver()) {
            context.close();
            return;
        }
        if (now != null && !now.equals(last)) {
            last = now;
            progress.run();
        }
        timer = context.executor()
                .schedule(() -> look(Math.min(2 * nextMs, LONGEST_WAIT_MS)), nextMs, TimeUnit.MILLISECONDS);
    }

    private void settle(Consumer<Delivery> outcome) {
        cancelTimer();
        boolean any = isOpen();
        while (isOpen()) {
            tell(open.remove(), outcome);
        }
        if (any) {
            settled.run();
        }
    }

    static void tell(Delivery delivery, Consumer<Delivery> outcome) {
        try {
            outcome.accept(delivery);
        } catch (RuntimeException e) {
            LOG.error("a delivery's listener failed", e);
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
