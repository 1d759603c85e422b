package dev.gantry.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** One connection, of a server or a client. All state belongs to its event loop. */
abstract class HttpConnection extends ChannelInboundHandlerAdapter implements Executor {

    private final Bounds bounds;
    private final MessageReader reader;
    private final Duration idleTimeout;

    private ChannelHandlerContext context;
    private IdleTimer idle;
    private Throwable error;

    HttpConnection(Bounds bounds, ReceiveBuffers receiveBuffers, Duration idleTimeout, long maxDrained) {
        this.bounds = bounds;
        this.idleTimeout = idleTimeout;
        this.reader = new MessageReader(this, receiveBuffers, maxDrained);
    }

    /** Whether the next head, which is there, may be handled. Who says no {@link #pump}s later. */
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

    final EventLoop loop() {
        return context.channel().eventLoop();
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

    final void touch() {
        idle.touch();
    }

    final IdleTimer idle() {
        return idle;
    }

    /** Why the connection is being ended, if it is not the far side's wish. */
    final Optional<Throwable> error() {
        return Optional.ofNullable(error);
    }

    /** The body of the next message is {@code source}. */
    final void startBody(BodySource source) {
        reader.startBody(source);
    }

    final boolean receivesBody() {
        return reader.receivesBody();
    }

    final BodySource body() {
        return reader.body();
    }

    final boolean inputEnded() {
        return reader.inputEnded();
    }

    /** Reads the rest of the body and throws it away, at most as much as the settings allow. */
    final void drain() {
        reader.drain();
    }

    /** Drops what has come and whoever waits for more of it. */
    final void stopReceiving() {
        reader.stop();
    }

    final void pump() {
        reader.pump();
    }

    final void demand(BodySource source) {
        reader.demand(source);
    }

    /** Whether the system can pass on what comes without handing it to this process. */
    final boolean isSpliceable() {
        return context.channel() instanceof EpollSocketChannel
                && context.pipeline().get(SslHandler.class) == null;
    }

    final boolean hasUnhandled() {
        return reader.hasUnhandled();
    }

    final void splice(BodySource source, Splice with) {
        reader.splice(source, with);
    }

    final void dropped(BodySource source) {
        reader.dropped(source);
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

    @Override
    public final void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        idle = new IdleTimer(
                ctx,
                idleTimeout,
                () -> reader.isReading() || waitsForPeer(),
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
        reader.add((HttpObject) message);
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        pump();
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            reader.inputEnds();
            inputShutdown();
            pump();
        }
        ReferenceCountUtil.release(event);
    }

    /** The far side has ended its sending half in order. */
    void inputShutdown() {}

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        reader.inputEnds();
        idle.stop();
        pump();
        closed(error);
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        abort(cause instanceof IOException io ? io : new IOException(cause));
    }
}
