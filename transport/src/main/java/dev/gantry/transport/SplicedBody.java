package dev.gantry.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;

/**
 * The receiving side of a {@link Splice}: counts a body to its end in the decoder's stead, which does not see the bytes
 * that are spliced, and gives out as content what the channel reads beside. On the connection's event loop.
 */
final class SplicedBody extends ChannelInboundHandlerAdapter {

    private final HttpConnection connection;
    private final BodySource body;
    private final ChannelHandlerContext decoder;
    private long left;

    private SplicedBody(HttpConnection connection, BodySource body, long left) {
        this.connection = connection;
        this.body = body;
        this.decoder = connection.context().pipeline().context(HttpObjectDecoder.class);
        this.left = left;
    }

    /** Takes the body's last {@code left} bytes, of which the decoder holds none. */
    static SplicedBody before(HttpConnection connection, BodySource body, long left) {
        SplicedBody spliced = new SplicedBody(connection, body, left);
        connection.context().pipeline().addBefore(spliced.decoder.name(), null, spliced);
        return spliced;
    }

    EpollSocketChannel channel() {
        return (EpollSocketChannel) connection.context().channel();
    }

    /** The pipe has {@code count} bytes more. */
    void taken(long count) {
        left -= count;
        body.spliced(count);
        connection.touch();
    }

    /** The far side is waited for from now on. */
    void waits() {
        connection.touch();
    }

    /** Whether bytes or the end came by the channel: what is not in the pipe goes that way, too. */
    boolean isOvertaken() {
        return connection.hasUnhandled();
    }

    /** The last byte is taken: the decoder goes on with the next message. */
    void complete() {
        leave();
        decoder.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        decoder.fireChannelReadComplete();
    }

    /** The far side ends too early, which the channel must see. */
    void endsEarly() {
        connection.context().read();
    }

    void breaks(IOException why) {
        connection.abort(why);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (bytes.readableBytes() < left) {
            left -= bytes.readableBytes();
            decoder.fireChannelRead(new DefaultHttpContent(bytes));
            return;
        }
        ByteBuf last = bytes.readRetainedSlice((int) left);
        left = 0;
        leave();
        decoder.fireChannelRead(new DefaultLastHttpContent(last));
        ctx.fireChannelRead(bytes);
    }

    private void leave() {
        ((HttpObjectDecoder) decoder.handler()).reset();
        decoder.pipeline().remove(this);
    }
}
