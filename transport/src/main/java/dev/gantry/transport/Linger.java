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
 * comes is dropped for a while, since closing with unread bytes would reset the connection and lose the answer. Where a
 * request was read, its body may be of any size, so only time ends this, as with nginx's lingering_close: two seconds in
 * which nothing came, or thirty in all.
 */
final class Linger extends ChannelInboundHandlerAdapter {

    private static final int SECONDS = 2;
    private static final int MAX_SECONDS = 30;

    private final long maxBytes;
    private long bytes;
    private long bytesBefore;
    private int rounds;

    private Linger(long maxBytes, int rounds) {
        this.maxBytes = maxBytes;
        this.rounds = rounds;
    }

    /** For a far side that was never listened to: two seconds, and no more bytes than these. */
    static Linger briefly(long maxBytes) {
        return new Linger(maxBytes, 1);
    }

    /** Ends our half of the connection, over TLS with close_notify, and drops what comes before any handler sees it. */
    static void begin(Channel channel) {
        Linger linger = new Linger(Long.MAX_VALUE, MAX_SECONDS / SECONDS);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.pipeline().addFirst(linger);
        } else {
            tls.closeOutbound().addListener(f -> channel.pipeline().addFirst(linger));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ((DuplexChannel) ctx.channel()).shutdownOutput();
        var look = ctx.executor().scheduleAtFixedRate(() -> look(ctx), SECONDS, SECONDS, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(f -> look.cancel(false));
        if (((DuplexChannel) ctx.channel()).isInputShutdown()) {
            ctx.close();
        } else {
            ctx.read();
        }
    }

    private void look(ChannelHandlerContext ctx) {
        rounds--;
        if (rounds <= 0 || bytes == bytesBefore) {
            ctx.close();
        }
        bytesBefore = bytes;
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
