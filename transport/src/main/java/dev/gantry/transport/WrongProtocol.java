package dev.gantry.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a connection's first byte, and turns away who speaks TLS to a plain port, or plain HTTP to one with TLS. */
final class WrongProtocol extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(WrongProtocol.class);
    private static final int HANDSHAKE = 22; // the first byte of TLS (RFC 8446, 5.1), and of no HTTP

    private final boolean tls;
    private final long maxDrained;

    WrongProtocol(boolean tls, long maxDrained) {
        this.tls = tls;
        this.maxDrained = maxDrained;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (!bytes.isReadable()) {
            bytes.release();
        } else if ((bytes.getByte(bytes.readerIndex()) == HANDSHAKE) == tls) {
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(bytes);
        } else {
            bytes.release();
            refuse(ctx);
        }
    }

    private void refuse(ChannelHandlerContext ctx) {
        String why = tls
                ? "this port speaks TLS: use https, not http"
                : "this port speaks no TLS: use http, or give the node a certificate";
        LOG.info("turned {} away: {}", ctx.channel().remoteAddress(), why);
        String answer = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: " + (why.length() + 1)
                + "\r\nConnection: close\r\n\r\n" + why + "\n";
        ctx.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII));
        ctx.pipeline().addFirst(Linger.briefly(maxDrained));
    }
}
