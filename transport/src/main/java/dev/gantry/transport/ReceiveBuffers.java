package dev.gantry.transport;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * One read a time: small while a head is awaited, so that few pipelined requests are decoded at once, and 256 KiB
 * within a body, where fewer system calls pay.
 */
@SuppressWarnings("deprecation") // Netty 4.2 has no other name for this type
final class ReceiveBuffers extends DefaultMaxMessagesRecvByteBufAllocator {

    private static final int HEAD_BYTES = 16 << 10;
    private static final int BODY_BYTES = 256 << 10;

    private int bytes = HEAD_BYTES;

    ReceiveBuffers() {
        super(1);
    }

    /** On the event loop only. */
    void inBody(boolean body) {
        bytes = body ? BODY_BYTES : HEAD_BYTES;
    }

    @Override
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return bytes;
            }
        };
    }
}
