package dev.gantry.transport;

import dev.gantry.ports.payload.Digests;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The rest of one body on its way from socket to socket through a pipe, without a byte in user space (docs/transport.md,
 * Splice). On the event loop of the receiving connection, except where said.
 */
final class Splice {

    /** So that one body leaves room for the others of its loop. */
    private static final int ROUNDS = 4;

    /** A socket is worth a look when it has so many bytes; fewer are looked at after {@link #PATIENCE_MS}. */
    private static final int WORTH_A_LOOK = 512 << 10;

    private static final long PATIENCE_MS = 20;

    private final Pipe pipe;
    private final PipePool pipes;
    private final SocketWatch sink;
    private final BytesMoved moved;
    private final Optional<PeekedBytes> look;
    private final Runnable over;
    private final Consumer<IOException> failed;
    private SplicedBody source;
    private SocketWatch watch;
    private EventLoop loop;
    private Future<?> patience;
    private long left;
    private long seen;
    private int lowWater = 1;
    private long total;
    private boolean ended;
    private boolean awaitsSource;

    private volatile long sent;
    private volatile boolean awaitsSink;

    /**
     * Takes over {@code pipe} and {@code to}, a duplicate of the sending connection's descriptor. What goes through is fed
     * to {@code digests} on this loop. One of the two is told on this loop, unless {@link #stop} comes before: {@code over}
     * when everything that was taken from the source is with the kernel, which may be less than all; {@code failed} when
     * the sending connection is broken.
     */
    Splice(
            PipePool pipes,
            Pipe pipe,
            FileDescriptor to,
            BytesMoved moved,
            Optional<Digests> digests,
            Runnable over,
            Consumer<IOException> failed) {
        this.pipes = pipes;
        this.pipe = pipe;
        this.sink = new SocketWatch(to, this::move, this::loopEnded);
        this.moved = moved;
        this.look = digests.map(PeekedBytes::new);
        this.over = over;
        this.failed = failed;
    }

    /** Begins to move {@code rest} bytes. */
    void start(SplicedBody from, long rest) {
        if (ended) {
            return;
        }
        source = from;
        left = rest;
        try {
            EpollSocketChannel channel = from.channel();
            loop = channel.eventLoop();
            watch = new SocketWatch(LinuxCalls.duplicate(channel.fd()), this::move, this::loopEnded);
            watch.start((IoEventLoop) loop, EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP));
            sink.start((IoEventLoop) loop, EpollIoOps.EPOLLOUT);
            patience = loop.scheduleAtFixedRate(this::look, PATIENCE_MS, PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            finish();
        }
    }

    /** Leaves everything to the sender. */
    void decline() {
        finish();
    }

    /** Gives back what is held; nobody is told. A second call does nothing. */
    void stop() {
        if (!ended) {
            ended = true;
            leaveSource();
            sink.stop();
            pipes.giveBack(pipe);
        }
    }

    /** Bytes that are with the kernel of the sending connection. Any thread. */
    long sent() {
        return sent;
    }

    /** Whether the far side of the sending connection must take some before it can go on. Any thread. */
    boolean awaitsSink() {
        return awaitsSink;
    }

    /** Bytes that were fed to the digests and are still to come by the channel; known once {@code over} ran. */
    long lookedAt() {
        return look.map(PeekedBytes::waiting).orElse(0L);
    }

    boolean awaitsSource() {
        return awaitsSource;
    }

    private void move() {
        if (ended) {
            return;
        }
        awaitsSource = false;
        awaitsSink = false;
        try {
            int rounds = ROUNDS;
            while (rounds > 0 && step()) {
                rounds--;
            }
            if (rounds == 0) {
                loop.execute(this::move);
            }
        } catch (IOException e) {
            stop();
            failed.accept(e);
        }
    }

    /** Fills the empty pipe, or drains it. Gives whether there is more to do at once. */
    private boolean step() throws IOException {
        if (pipe.held() == 0 && (left == 0 || source.isOvertaken())) {
            finish();
            return false;
        }
        return pipe.held() > 0 ? drain() : fill();
    }

    private boolean fill() {
        try {
            long got = look.isPresent() ? look.get().fill(pipe, watch.fd(), left) : pipe.fill(watch.fd(), left);
            if (got > 0) {
                taken(got);
                return true;
            }
            awaitsSource = true;
            if (got == 0) {
                source.endsEarly();
            } else {
                expectMore();
            }
        } catch (IOException e) {
            source.breaks(e);
        }
        return false;
    }

    private void taken(long count) {
        left -= count;
        source.taken(count);
        if (left == 0) {
            leaveSource();
            source.complete();
        }
    }

    private boolean drain() throws IOException {
        long gone = pipe.drain(sink.fd());
        if (gone > 0) {
            total += gone;
            sent = total;
            moved.add(BytesMoved.Path.SPLICE, gone);
            if (pipe.held() == 0) {
                source.waits();
            }
            return true;
        }
        awaitsSink = true;
        return false;
    }

    /** Where bytes come quickly, few wake-ups for many bytes; where they do not, each byte wakes. */
    private void expectMore() {
        long since = sent - seen;
        int wanted = since >= WORTH_A_LOOK / 8 ? WORTH_A_LOOK : lowWater;
        lowWater((int) Math.min(wanted, left));
    }

    private void look() {
        boolean still = sent == seen;
        seen = sent;
        if (still && awaitsSource && lowWater > 1) {
            lowWater(1);
            move();
        }
    }

    private void lowWater(int bytes) {
        if (bytes != lowWater && source.channel().isOpen()) {
            lowWater = bytes;
            source.channel().config().setOption(LowWater.SO_RCVLOWAT, bytes);
        }
    }

    private void finish() {
        if (!ended) {
            stop();
            over.run();
        }
    }

    private void loopEnded() {
        if (!ended) {
            stop();
            failed.accept(new IOException("the event loop has ended"));
        }
    }

    private void leaveSource() {
        awaitsSource = false;
        if (watch != null) {
            watch.stop();
            lowWater(1);
        }
        if (patience != null) {
            patience.cancel(false);
        }
    }

    /** Loaded only where epoll is. */
    private static final class LowWater {
        static final IntegerUnixChannelOption SO_RCVLOWAT = new IntegerUnixChannelOption("SO_RCVLOWAT", 1, 18);
    }
}
