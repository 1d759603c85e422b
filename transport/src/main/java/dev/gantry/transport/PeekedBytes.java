package dev.gantry.transport;

import dev.gantry.ports.payload.Digests;
import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;

/**
 * Digests of bytes that are spliced: they are copied from where they lie, which leaves them there, and go on unread. One
 * copy, that stays in the processor's cache, where reading and writing would be two.
 */
final class PeekedBytes {

    private static final int MOST = 256 << 10;

    private final Digests digests;
    private long waiting;

    PeekedBytes(Digests digests) {
        this.digests = digests;
    }

    /** Bytes that are digested, and still in the socket. */
    long waiting() {
        return waiting;
    }

    /** As {@link Pipe#fill}; what it takes has been digested. */
    long fill(Pipe pipe, FileDescriptor from, long most) throws IOException {
        if (waiting == 0) {
            long seen = peek(from, most);
            if (seen <= 0) {
                return seen;
            }
            waiting = seen;
        }
        long got = pipe.fill(from, waiting);
        waiting -= Math.max(0, got);
        return got;
    }

    private long peek(FileDescriptor from, long most) throws IOException {
        ByteBuf view = AlignedBuffers.POOLED.directBuffer(MOST, MOST);
        try {
            long seen = LinuxCalls.peek(from, view.memoryAddress(), Math.min(most, MOST));
            if (seen > 0) {
                digests.update(view.internalNioBuffer(0, (int) seen));
            }
            return seen;
        } finally {
            view.release();
        }
    }
}
