package dev.gantry.transport;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** Takes a body's bytes on the event loop of its connection: one {@link #bytes} for each demand at most. */
interface BodyConsumer {

    /** Takes over {@code bytes}, which are not empty. */
    void bytes(ByteBuf bytes);

    /** All bytes have come. Nothing follows. */
    void end();

    /** No more bytes will come. Nothing follows. */
    void failed(IOException why);
}
