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
    private long wait;
    private long due;

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
        wait = exact ? FIRST_LOOK_MS : GRACE_WITHOUT_TCP_INFO_MS;
        due = now() + TimeUnit.MILLISECONDS.toNanos(wait);
        if (timer == null) {
            arm(wait);
        }
    }

    /** The far side has sent a request or the end of its stream after the answers were written. */
    void peerWentOn() {
        if (isOpen() && exact) {
            look();
        } else if (isOpen()) {
            settle(Delivery::delivered);
        }
    }

    /** The connection ended: what is not known to have arrived has not. */
    void connectionEnded() {
        if (timer != null) {
            timer.cancel(false);
        }
        settle(Delivery::failed);
    }

    /** One timer goes on through many answers: setting and stopping it for each would cost more than the answer. */
    private void arm(long millis) {
        timer = context.executor().schedule(this::fire, millis, TimeUnit.MILLISECONDS);
    }

    private void fire() {
        timer = null;
        if (!isOpen()) {
            return;
        }
        long early = TimeUnit.NANOSECONDS.toMillis(due - now() + TimeUnit.MILLISECONDS.toNanos(1) - 1);
        if (early > 0) {
            arm(early);
        } else if (exact) {
            look();
        } else {
            settle(Delivery::delivered);
        }
    }

    private void look() {
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
        wait = Math.min(2 * wait, LONGEST_WAIT_MS);
        due = now() + TimeUnit.MILLISECONDS.toNanos(wait);
        if (timer == null) {
            arm(wait);
        }
    }

    private long now() {
        return context.executor().ticker().nanoTime();
    }

    private void settle(Consumer<Delivery> outcome) {
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
}
