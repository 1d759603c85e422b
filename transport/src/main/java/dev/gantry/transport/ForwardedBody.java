package dev.gantry.transport;

import dev.gantry.ports.payload.Digests;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * A body that one connection receives and another sends: in the very buffers that it came in, and from where none is
 * filled yet by a splice, if both sides can. What {@link BodyConsumer} says is on the receiving connection's event
 * loop, everything else on the sending one's.
 */
final class ForwardedBody implements BodyConsumer, Flow.Subscription {

    /** What a splice saves of fewer bytes is less than its beginning costs. */
    private static final long LEAST = 512 << 10;

    private final StreamSender sender;
    private final HttpConnection connection;
    private final BodySource body;
    private final Optional<Digests> digests;
    private final boolean spliceable;
    private Optional<Splice> splice = Optional.empty();
    private boolean offered; // of the receiving connection's event loop

    ForwardedBody(StreamSender sender, HttpConnection connection, BodySource body, Optional<Digests> digests) {
        this.sender = sender;
        this.connection = connection;
        this.body = body;
        this.digests = digests;
        this.spliceable =
                connection.isSpliceable() && connection.bounds().pipes().mayGive();
    }

    @Override
    public void bytes(ByteBuf bytes) {
        connection.bounds().moved().add(BytesMoved.Path.DIRECT, bytes.readableBytes());
        connection.execute(() -> sender.write(bytes));
    }

    @Override
    public boolean takesRest(long rest) {
        if (!spliceable || offered || rest < LEAST) {
            return false;
        }
        offered = true;
        connection.execute(this::flush);
        return true;
    }

    @Override
    public void end() {
        sender.onComplete();
    }

    @Override
    public void failed(IOException why) {
        sender.onError(why);
    }

    @Override
    public void request(long n) {
        body.demand();
    }

    @Override
    public void cancel() {
        splice.ifPresent(running -> body.runOnLoop(running::stop));
        watch(Optional.empty());
        body.close();
    }

    /**
     * Runs {@code then} when it is known here what the receiving loop has done by now: it tells of the body's end, and of
     * what it has spliced, behind the bytes themselves.
     */
    void settle(Runnable then) {
        body.runOnLoop(() -> connection.execute(then));
    }

    /** What was written before, the head above all, must be with the kernel first. */
    private void flush() {
        sender.pause();
        connection.context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
            if (!flushed.isSuccess()) {
                sender.onError(flushed.cause());
            } else if (!sender.isOver()) {
                begin();
            }
        });
    }

    private void begin() {
        PipePool pipes = connection.bounds().pipes();
        watch(pipes.take().flatMap(pipe -> through(pipes, pipe)));
        splice.ifPresentOrElse(body::splice, () -> sender.resume(0, 0));
    }

    private Optional<Splice> through(PipePool pipes, Pipe pipe) {
        try {
            EpollSocketChannel to = (EpollSocketChannel) connection.context().channel();
            return Optional.of(new Splice(
                    pipes,
                    pipe,
                    LinuxCalls.duplicate(to.fd()),
                    connection.bounds().moved(),
                    digests,
                    () -> connection.execute(this::over),
                    sender::onError));
        } catch (IOException e) { // too many open files: the plain way needs none
            pipes.giveBack(pipe);
            return Optional.empty();
        }
    }

    private void watch(Optional<Splice> with) {
        splice = with;
        connection.idle().watch(with);
    }

    private void over() {
        if (!sender.isOver()) {
            long sent = splice.map(Splice::sent).orElse(0L);
            long known = splice.map(Splice::lookedAt).orElse(0L);
            watch(Optional.empty());
            sender.resume(sent, known);
        }
    }
}
