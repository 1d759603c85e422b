package dev.gantry.transport;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** Takes a body's bytes on the event loop of its connection: one {@link #bytes} for each demand at most. */
interface BodyConsumer {

    /** Takes over {@code bytes}, which are not empty. */
    void bytes(ByteBuf bytes);

    /**
     * Whether the last {@code rest} bytes, of which none is here yet, go another way than by {@link #bytes}: then
     * somebody calls {@link BodySource#splice}, and the demand that this is asked for is met.
     */
    default boolean takesRest(long rest) {
        return false;
    }

    /** All bytes have come. Nothing follows. */
    void end();

    /** No more bytes will come. Nothing follows. */
    void failed(IOException why);
}
