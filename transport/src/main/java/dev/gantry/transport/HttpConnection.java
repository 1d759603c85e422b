package dev.gantry.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The receiving half of a connection: reads only when somebody wants what would come, and keeps what one read brought
 * too much. All state belongs to the event loop.
 */
abstract class HttpConnection extends ChannelInboundHandlerAdapter implements Executor {

    private final ArrayDeque<HttpObject> pending = new ArrayDeque<>();
    private final Bounds bounds;
    private final ReceiveBuffers receiveBuffers;
    private final Duration idleTimeout;
    private final long maxDrained;

    private ChannelHandlerContext context;
    private IdleTimer idle;
    private BodySource body;
    private Throwable error;
    private long drained;
    private boolean wanted;
    private boolean draining;
    private boolean inputEnded;
    private boolean pumping;

    HttpConnection(Bounds bounds, ReceiveBuffers receiveBuffers, Duration idleTimeout, long maxDrained) {
        this.bounds = bounds;
        this.receiveBuffers = receiveBuffers;
        this.idleTimeout = idleTimeout;
        this.maxDrained = maxDrained;
    }

    /** Whether the next head may be handled. */
    abstract boolean wantsHead();

    /** Whether the far side owes something besides a wanted body. */
    abstract boolean waitsForPeer();

    /** A head arrived and {@link #wantsHead} holds. */
    abstract void head(HttpMessage head);

    /** Called before the first byte of a body is read. */
    abstract void beforeBody();

    /** The body is received, dropped or cut. */
    abstract void bodyEnded();

    /** The body breaks the rules of HTTP; nothing that follows it can be understood. */
    abstract void bodyBroken(IOException why);

    /** Its holder gave up the body before its end. */
    abstract void bodyDropped();

    /** Nothing more will come, and everything that came is handled. */
    abstract void endOfInput();

    /** The connection is closed. */
    abstract void closed(Throwable cause);

    final ChannelHandlerContext context() {
        return context;
    }

    final Bounds bounds() {
        return bounds;
    }

    /** Runs {@code action} on the event loop, at once if this is it. */
    final void onLoop(Runnable action) {
        if (context.executor().inEventLoop()) {
            action.run();
        } else {
            execute(action);
        }
    }

    /** Runs {@code action} on the event loop, after what runs there now. */
    @Override
    public final void execute(Runnable action) {
        try {
            context.executor().execute(action);
        } catch (RejectedExecutionException e) {
            action.run(); // the loop has ended and with it everything that could run beside this
        }
    }

    final void startBody(BodySource source) {
        body = source;
        wanted = false;
        draining = false;
        drained = 0;
        receiveBuffers.inBody(true);
    }

    final boolean receivesBody() {
        return body != null;
    }

    final BodySource body() {
        return body;
    }

    final void demand(BodySource source) {
        if (source == body && !wanted) {
            wanted = true;
            idle.touch();
            beforeBody();
            pump();
        }
    }

    final void dropped(BodySource source) {
        if (source == body) {
            bodyDropped();
            if (!context.channel().isActive()) {
                stopReceiving();
            }
        }
    }

    /** Reads the rest of the body and throws it away, at most as much as the settings allow. */
    final void drain() {
        draining = true;
        idle.touch();
        pump();
    }

    /** Drops what has come and whoever waits for more of it. */
    final void stopReceiving() {
        pending.forEach(ReferenceCountUtil::release);
        pending.clear();
        BodySource cut = body;
        body = null;
        if (cut != null) {
            cut.cut(error);
        }
    }

    final void touch() {
        idle.touch();
    }

    final boolean inputEnded() {
        return inputEnded;
    }

    /** Ends the connection because of {@code why}. */
    final void abort(IOException why) {
        if (error == null) {
            error = why;
        }
        ChannelHandlerContext first = context.pipeline().firstContext();
        if (first != null) { // past TLS, whose close_notify would make it look orderly
            first.close();
        }
    }

    final void pump() {
        if (!pumping) {
            pumping = true;
            try {
                while (step()) {
                    // each step takes one object
                }
            } finally {
                pumping = false;
            }
        }
    }

    private boolean step() {
        HttpObject next = pending.peek();
        if (next == null) {
            return starved();
        }
        if (body == null && !context.channel().isActive()) {
            ReferenceCountUtil.release(pending.poll());
            return true;
        }
        if (next instanceof HttpMessage head) {
            return headStep(head);
        }
        return contentStep((HttpContent) next);
    }

    private boolean starved() {
        if (!inputEnded) {
            if (body == null || wanted || draining) {
                context.read();
            }
            return false;
        }
        if (body == null) {
            endOfInput();
            return false;
        }
        BodySource cut = body;
        body = null;
        cut.cut(error);
        bodyEnded();
        return true;
    }

    private boolean headStep(HttpMessage head) {
        if (body != null || !wantsHead()) {
            return false;
        }
        pending.poll();
        idle.touch();
        head(head);
        return true;
    }

    private boolean contentStep(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        boolean empty = !content.content().isReadable();
        if (body != null && !wanted && !draining && !(last && empty)) {
            return false;
        }
        pending.poll();
        if (body == null) {
            content.release();
        } else if (content.decoderResult().isFailure()) {
            content.release();
            malformed(content.decoderResult().cause());
        } else {
            deliver(content, last, empty);
        }
        return true;
    }

    private void malformed(Throwable cause) {
        BodySource broken = body;
        body = null;
        IOException why = new IOException("the body breaks the rules of HTTP", cause);
        broken.fail(why);
        bodyBroken(why);
    }

    private void deliver(HttpContent content, boolean last, boolean empty) {
        BodySource to = body;
        if (last) {
            body = null;
            receiveBuffers.inBody(false);
        }
        if (draining) {
            drained += content.content().readableBytes();
            content.release();
        } else if (empty) {
            content.release();
        } else {
            wanted = false;
            to.bytes(content.content());
        }
        if (last) {
            wanted = false;
            to.end();
            bodyEnded();
        } else if (drained > maxDrained) {
            abort(new IOException("more than " + maxDrained + " bytes were sent that nobody wanted"));
        }
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        idle = new IdleTimer(
                ctx,
                idleTimeout,
                () -> wanted || draining || waitsForPeer(),
                () -> abort(new SocketTimeoutException("no byte came or went for " + idleTimeout.toMillis() + " ms")));
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        idle.start();
        pump();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (error != null) { // what the end of a broken connection makes of it would look complete
            ReferenceCountUtil.release(message);
            return;
        }
        if (body != null) {
            idle.touch();
        }
        pending.add((HttpObject) message);
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        pump();
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded = true;
            inputShutdown();
            pump();
        }
        ReferenceCountUtil.release(event);
    }

    /** The far side has ended its sending half in order. */
    void inputShutdown() {}

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        inputEnded = true;
        idle.stop();
        pump();
        closed(error);
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        abort(cause instanceof IOException io ? io : new IOException(cause));
    }
}
