package dev.gantry.transport;

import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.TruncatedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Sends bytes in pieces of 256 KiB, two of them under way, where the kernel cannot take them from where they are: TLS
 * would encrypt everything it is given at once. On the connection's event loop.
 */
final class PieceSender {

    private static final int PIECE = 256 << 10;
    private static final int UNDER_WAY = 2;

    /** Where pieces come from. */
    @FunctionalInterface
    interface Pieces {

        /** {@code count} bytes from {@code offset} of a payload on, or fewer at the end of a file that lost some. */
        ByteBuf piece(ChannelHandlerContext context, long offset, int count) throws IOException;

        static Pieces of(FileSlice slice) {
            return (context, offset, count) -> read(context, slice, offset, count);
        }

        static Pieces of(Buffers buffers) {
            ByteBuf all = Unpooled.unreleasableBuffer(
                    Unpooled.wrappedBuffer(buffers.views().toArray(ByteBuffer[]::new)));
            return (context, offset, count) -> all.slice(Math.toIntExact(offset), count);
        }

        private static ByteBuf read(ChannelHandlerContext context, FileSlice slice, long offset, int count)
                throws IOException {
            ByteBuf piece = context.alloc().directBuffer(count);
            try {
                while (piece.readableBytes() < count) {
                    long from = slice.position() + offset + piece.readableBytes();
                    if (piece.writeBytes(slice.channel(), from, count - piece.readableBytes()) <= 0) {
                        break;
                    }
                }
                return piece;
            } catch (IOException | RuntimeException e) {
                piece.release();
                throw e;
            }
        }
    }

    private final ChannelHandlerContext context;
    private final Pieces pieces;
    private final long length;
    private final BooleanSupplier givenUp;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private Optional<Throwable> failure = Optional.empty();
    private long asked;
    private int underWay;

    /** The payload of {@code length} bytes stays the caller's to close, after the result. */
    PieceSender(ChannelHandlerContext context, Pieces pieces, long length, BooleanSupplier givenUp) {
        this.context = context;
        this.pieces = pieces;
        this.length = length;
        this.givenUp = givenUp;
    }

    /** Completes when the kernel has every byte and no piece is under way; fails with the connection or the file. */
    CompletionStage<Void> start() {
        more();
        return result;
    }

    private void more() {
        while (underWay < UNDER_WAY && asked < length && failure.isEmpty()) {
            try {
                send();
            } catch (IOException | RuntimeException e) {
                failure = Optional.of(e);
            }
        }
        completeIfOver();
    }

    private void completeIfOver() {
        if (underWay == 0) { // else the payload is still in use
            failure.ifPresentOrElse(result::completeExceptionally, () -> result.complete(null));
        }
    }

    private void send() throws IOException {
        int count = (int) Math.min(PIECE, length - asked);
        ByteBuf piece = pieces.piece(context, asked, count);
        int got = piece.readableBytes();
        asked += got;
        if (got < count) {
            piece.release();
            throw new TruncatedException(length, asked);
        }
        underWay++;
        context.writeAndFlush(new DefaultHttpContent(piece)).addListener(f -> sent(f.cause()));
    }

    private void sent(Throwable cause) {
        underWay--;
        if (cause != null) {
            failure = Optional.of(cause);
        } else if (givenUp.getAsBoolean()) {
            failure = Optional.of(new IOException("the transfer was given up"));
        }
        more();
    }
}
