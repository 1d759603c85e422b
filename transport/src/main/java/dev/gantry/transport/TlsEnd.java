package dev.gantry.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import javax.net.ssl.SSLException;

/**
 * Tells what follows about the end of what the far side sends: its close_notify is the orderly one. TCP's end alone is
 * as anybody on the way could make it (RFC 8446, 6.1).
 */
final class TlsEnd extends ChannelInboundHandlerAdapter {

    private final boolean mustBeOrderly;
    private boolean ended;

    /** {@code mustBeOrderly} where the end of the stream may be the only end of a message. */
    TlsEnd(boolean mustBeOrderly) {
        this.mustBeOrderly = mustBeOrderly;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == SslCloseCompletionEvent.SUCCESS) {
            end(ctx);
        } else if (event != ChannelInputShutdownEvent.INSTANCE) {
            ctx.fireUserEventTriggered(event);
        } else if (!ended && mustBeOrderly) {
            ctx.fireExceptionCaught(new SSLException(
                    "the far side ended the connection without TLS's close_notify, so bytes may lack"));
        } else {
            end(ctx);
        }
    }

    private void end(ChannelHandlerContext ctx) {
        if (!ended) {
            ended = true;
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }
}
