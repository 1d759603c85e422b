package dev.gantry.transport;

import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.Pace;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Sends streamed bytes as they come, with one buffer asked for while less than 512 KiB wait to go out. Signals of the
 * source are copied on its thread; everything else happens on the sending connection's event loop.
 */
final class StreamSender implements Flow.Subscriber<ByteBuffer> {

    private static final long MAX_WAITING = 512 << 10;

    /** What is granted before a buffer is asked for, whose size only its source knows. */
    private static final long ASKED = 256 << 10;

    private final HttpConnection connection;
    private final Executor loop;
    private final ChannelHandlerContext context;
    private final Bounds bounds;
    private final Streamed streamed;
    private final Optional<Digests> digests;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private final ChannelFutureListener onClose = f -> fail(new IOException("the connection was closed"));
    private final Pace pace;
    private Pace.Turn turn = Pace.UNLIMITED.take(0);
    private Optional<ForwardedBody> forwarded = Optional.empty();
    private Flow.Subscription subscription;
    private long sent;
    private long waiting;
    private long granted;
    private long fed;
    private boolean asked;
    private boolean paused;
    private boolean ended;

    /** What goes out is fed to {@code digests}, on one thread at a time. */
    StreamSender(HttpConnection connection, Streamed streamed, Optional<Digests> digests) {
        this.connection = connection;
        this.loop = connection;
        this.context = connection.context();
        this.bounds = connection.bounds();
        this.streamed = streamed;
        this.pace = streamed.source() instanceof BodySource ? Pace.UNLIMITED : streamed.pace(); // that one sees to it
        this.digests = digests;
    }

    /** Completes on the event loop of the sending connection. The streamed payload is left to the caller to close. */
    CompletionStage<Void> start() {
        context.flush();
        context.channel().closeFuture().addListener(onClose);
        if (streamed.source() instanceof BodySource body) {
            forwarded = Optional.of(new ForwardedBody(this, connection, body, digests));
            forwarded.ifPresent(body::giveTo);
            forwarded.ifPresent(this::onSubscribe);
        } else {
            streamed.source().buffers().subscribe(this);
        }
        return result;
    }

    /** Nothing is asked for until {@link #resume}. */
    void pause() {
        bounds.budget().release(granted);
        granted = 0;
        paused = true;
    }

    /** Goes on after {@code bytes} went another way; of what comes, {@code known} bytes have been fed already. */
    void resume(long bytes, long known) {
        fed = known;
        paused = false;
        asked = false;
        sent += bytes;
        completeIfSent();
        ask();
    }

    /** As {@link ForwardedBody#settle}; gives false, and runs nothing, if no other loop knows more. */
    boolean settle(Runnable then) {
        forwarded.ifPresent(running -> running.settle(then));
        return forwarded.isPresent();
    }

    boolean isOver() {
        return result.isDone();
    }

    /** Feeds what {@code bytes} has to read and leaves it to be read. */
    static void feed(Digests digests, ByteBuf bytes) {
        for (ByteBuffer part : bytes.nioBuffers()) {
            digests.update(part);
        }
    }

    void cancel(IOException why) {
        fail(why);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        loop.execute(() -> {
            subscription = given;
            if (result.isDone()) {
                given.cancel();
            } else {
                ask();
            }
        });
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        ByteBuf own = LentBytes.keep(bytes).orElseGet(() -> copy(bytes));
        loop.execute(() -> write(own));
    }

    private ByteBuf copy(ByteBuffer bytes) {
        bounds.moved().add(BytesMoved.Path.COPIED, bytes.remaining());
        return context.alloc().directBuffer(bytes.remaining()).writeBytes(bytes);
    }

    @Override
    public void onError(Throwable failure) {
        loop.execute(() -> fail(failure));
    }

    @Override
    public void onComplete() {
        loop.execute(() -> {
            ended = true;
            completeIfSent();
        });
    }

    /** Takes over {@code bytes}, which were asked for. */
    void write(ByteBuf bytes) {
        int count = bytes.readableBytes();
        asked = false;
        if (result.isDone()) {
            bytes.release();
            return;
        }
        if (count > streamed.length() - sent) {
            bytes.release();
            fail(new IOException("a payload brought more than the " + streamed.length() + " bytes it announced"));
            return;
        }
        feed(bytes);
        sent += count;
        turn = pace.take(count);
        waiting += count;
        bounds.budget().release(granted - count);
        granted = 0;
        context.writeAndFlush(new DefaultHttpContent(bytes)).addListener(f -> written(count, f.cause()));
        ask();
    }

    private void feed(ByteBuf bytes) {
        int known = (int) Math.min(fed, bytes.readableBytes());
        fed -= known;
        digests.ifPresent(all -> feed(all, bytes.slice(bytes.readerIndex() + known, bytes.readableBytes() - known)));
    }

    private void written(int count, Throwable failure) {
        waiting -= count;
        bounds.budget().release(count);
        if (failure != null) {
            fail(failure);
        } else {
            ask();
            completeIfSent();
        }
    }

    private void ask() {
        if (!asked && !ended && !result.isDone() && waiting < MAX_WAITING) {
            asked = true;
            Pacing.inTurn(turn, context.channel(), this::acquire);
        }
    }

    private void acquire() {
        if (!ended) {
            bounds.budget().acquire(ASKED, loop, this::request);
        }
    }

    private void request() {
        if (ended) {
            bounds.budget().release(ASKED);
        } else {
            granted = ASKED;
            subscription.request(1);
        }
    }

    private void completeIfSent() {
        if (paused) {
            return; // the rest goes another way
        }
        if (ended && waiting == 0 && sent == streamed.length()) {
            finish();
            result.complete(null);
        } else if (ended && sent < streamed.length()) {
            fail(new TruncatedException(streamed.length(), sent));
        }
    }

    private void fail(Throwable why) {
        if (!result.isDone()) {
            finish();
            if (subscription != null) {
                subscription.cancel();
            }
            result.completeExceptionally(why);
        }
    }

    private void finish() {
        ended = true;
        bounds.budget().release(granted);
        granted = 0;
        context.channel().closeFuture().removeListener(onClose);
    }
}
