package dev.gantry.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection whose far side may still be sending: the answer is followed by the end of our half, and what
 * comes is dropped for a while, since closing with unread bytes would reset the connection and lose the answer.
 */
final class Linger extends ChannelInboundHandlerAdapter {

    private static final long SECONDS = 2;

    private final long maxBytes;
    private long bytes;

    Linger(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Ends our half of the connection, over TLS with close_notify, and drops what comes before any handler sees it. */
    static void begin(Channel channel, long maxBytes) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.pipeline().addFirst(new Linger(maxBytes));
        } else {
            tls.closeOutbound().addListener(f -> channel.pipeline().addFirst(new Linger(maxBytes)));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ((DuplexChannel) ctx.channel()).shutdownOutput();
        var end = ctx.executor().schedule(() -> ctx.close(), SECONDS, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(f -> end.cancel(false));
        if (((DuplexChannel) ctx.channel()).isInputShutdown()) {
            ctx.close();
        } else {
            ctx.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        bytes += message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (bytes > maxBytes) {
            ctx.close();
        } else {
            ctx.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.close();
        }
        ReferenceCountUtil.release(event);
    }
}
