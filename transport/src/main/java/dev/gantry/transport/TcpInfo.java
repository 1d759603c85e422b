package dev.gantry.transport;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What Linux knows of a TCP connection (docs/transport.md, Evidence).
 *
 * @param state the kernel's number: 1 is ESTABLISHED, 8 is CLOSE_WAIT
 * @param unacked segments sent and not acknowledged
 * @param notSent bytes in the send queue that were never sent
 */
record TcpInfo(int state, long unacked, long notSent) {

    private static final int ESTABLISHED = 1;
    private static final int CLOSE_WAIT = 8;
    private static final int CLOSE = 7;
    private static final int UNACKED = 24;
    private static final int NOT_SENT = 144;
    private static final int LENGTH = NOT_SENT + Integer.BYTES; // the kernel has more to tell, and cuts it there

    /** Whether the kernel can be asked about this kind of channel. */
    static boolean isKnown(Channel channel) {
        return channel instanceof EpollSocketChannel;
    }

    /** Asks the kernel; empty once the connection is closed. */
    static Optional<TcpInfo> of(Channel channel) {
        if (!channel.isOpen()) {
            return Optional.empty();
        }
        ByteBuffer info = channel.config().getOption(Option.TCP_INFO);
        return Optional.ofNullable(info).map(bytes -> read(bytes.order(ByteOrder.nativeOrder())));
    }

    /** A reset empties the queues too, so empty queues prove something only while the connection stands. */
    boolean allAcknowledged() {
        return (state == ESTABLISHED || state == CLOSE_WAIT) && unacked == 0 && notSent == 0;
    }

    /** Whether the connection is over, as after a reset that nobody read. */
    boolean isOver() {
        return state == CLOSE;
    }

    private static TcpInfo read(ByteBuffer info) {
        return new TcpInfo(
                info.get(0),
                Integer.toUnsignedLong(info.getInt(UNACKED)),
                Integer.toUnsignedLong(info.getInt(NOT_SENT)));
    }

    /** Loaded only where epoll is. */
    private static final class Option {
        static final RawUnixChannelOption TCP_INFO = new RawUnixChannelOption("TCP_INFO", 6, 11, LENGTH);
    }
}
