package dev.gantry.durastore;

import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.transport.BlockingBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;

/** A payload's bytes in order, on a thread that may wait. */
final class PayloadBytes {

    private static final int PIECE = 64 << 10;
    private static final Duration IDLE = Duration.ofMinutes(10);

    private PayloadBytes() {}

    /**
     * Gives {@code taker} every byte; a buffer is valid during the call only. The payload stays the caller's to close, and
     * one in memory or in a file can be sent all the same. Throws {@link UncheckedIOException}.
     */
    static void forEach(Payload payload, Consumer<ByteBuffer> taker) {
        try {
            payload.<Reading>fold(
                            buffers -> () -> buffers.views().forEach(taker),
                            slice -> () -> read(slice, taker),
                            streamed -> () -> read(streamed, taker))
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Reading {
        void run() throws IOException;
    }

    private static void read(FileSlice slice, Consumer<ByteBuffer> taker) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        for (long done = 0; done < slice.length(); ) {
            piece.clear().limit((int) Math.min(PIECE, slice.length() - done));
            int count = slice.channel().read(piece, slice.position() + done);
            if (count < 0) {
                throw new TruncatedException(slice.length(), done);
            }
            taker.accept(piece.flip());
            done += count;
        }
    }

    private static void read(Streamed streamed, Consumer<ByteBuffer> taker) throws IOException {
        byte[] piece = new byte[PIECE];
        try (InputStream in = new BlockingBody(streamed, Long.MAX_VALUE, IDLE)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                taker.accept(ByteBuffer.wrap(piece, 0, count));
            }
        }
    }
}
