package dev.gantry.transport;

import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Pace;
import dev.gantry.ports.payload.Payload;
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

        /** All bytes of a slice that fits into one buffer. */
        static ByteBuf whole(ChannelHandlerContext context, FileSlice slice) throws IOException {
            int count = Math.toIntExact(slice.length());
            ByteBuf all = read(context, slice, 0, count);
            if (all.readableBytes() < count) {
                int got = all.readableBytes();
                all.release();
                throw new TruncatedException(count, got);
            }
            return all;
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

    private final HttpConnection connection;
    private final ChannelHandlerContext context;
    private final Bounds bounds;
    private final Pieces pieces;
    private final long length;
    private final Pace pace;
    private final BooleanSupplier givenUp;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private Optional<Throwable> failure = Optional.empty();
    private long asked;
    private int underWay;
    private boolean waitsForTurn; // pieces must not overtake each other

    /** The payload stays the caller's to close, after the result. */
    PieceSender(HttpConnection connection, Pieces pieces, Payload payload, BooleanSupplier givenUp) {
        this.connection = connection;
        this.context = connection.context();
        this.bounds = connection.bounds();
        this.pieces = pieces;
        this.length = payload.length();
        this.pace = payload.pace();
        this.givenUp = givenUp;
    }

    /** Completes when the kernel has every byte and no piece is under way; fails with the connection or the file. */
    CompletionStage<Void> start() {
        more();
        return result;
    }

    private void more() {
        while (!waitsForTurn && underWay < allowed() && asked < length && failure.isEmpty()) {
            int count = (int) Math.min(Math.min(PIECE, pace.part()), length - asked);
            long offset = asked;
            asked += count;
            underWay++;
            waitsForTurn = true;
            Pacing.inTurn(pace.take(count), context.channel(), () -> {
                waitsForTurn = false;
                bounds.budget().acquire(count, connection, () -> send(offset, count));
            });
        }
        completeIfOver();
    }

    private int allowed() {
        return bounds.budget().isShort() ? 1 : UNDER_WAY;
    }

    private void completeIfOver() {
        if (underWay == 0) { // else the payload is still in use
            failure.ifPresentOrElse(result::completeExceptionally, () -> result.complete(null));
        }
    }

    private void send(long offset, int count) {
        if (failure.isPresent()) {
            sent(count, failure.get());
            return;
        }
        try {
            ByteBuf piece = take(offset, count);
            context.writeAndFlush(new DefaultHttpContent(piece)).addListener(f -> sent(count, f.cause()));
        } catch (IOException | RuntimeException e) {
            sent(count, e);
        }
    }

    private ByteBuf take(long offset, int count) throws IOException {
        ByteBuf piece = pieces.piece(context, offset, count);
        int got = piece.readableBytes();
        if (got < count) {
            piece.release();
            throw new TruncatedException(length, offset + got);
        }
        bounds.moved().add(BytesMoved.Path.DIRECT, count);
        return piece;
    }

    private void sent(int count, Throwable cause) {
        bounds.budget().release(count);
        underWay--;
        if (cause != null) {
            failure = Optional.of(cause);
        } else if (givenUp.getAsBoolean()) {
            failure = Optional.of(new IOException("the transfer was given up"));
        }
        more();
    }
}
