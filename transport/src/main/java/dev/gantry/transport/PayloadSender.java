package dev.gantry.transport;

import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends payloads one after the other as one HTTP body and closes each. On the connection's event loop. */
final class PayloadSender {

    /** So that a transfer can be given up in its middle. */
    private static final long MAX_REGION = 16 << 20;

    /** Up to so many bytes one gathering write of head and body costs less than a write and a sendfile. */
    private static final long SMALL = 16 << 10;

    private final HttpConnection connection;
    private final ChannelHandlerContext context;
    private final Queue<Payload> rest;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private final boolean inPieces;
    private final Optional<Digests> digests;
    private StreamSender streaming;
    private Payload paused;

    private PayloadSender(HttpConnection connection, List<Payload> payloads, Optional<Digests> digests) {
        this.connection = connection;
        this.context = connection.context();
        this.rest = new ArrayDeque<>(payloads);
        this.digests = digests;
        this.inPieces = digests.isPresent() || context.pipeline().get(SslHandler.class) != null;
    }

    /** Takes over {@code payloads}; the head has been written, not flushed. */
    static PayloadSender send(HttpConnection connection, List<Payload> payloads) {
        return send(connection, payloads, Optional.empty());
    }

    /** As {@link #send(HttpConnection, List)}; what goes out is fed to {@code digests}. */
    static PayloadSender send(HttpConnection connection, List<Payload> payloads, Optional<Digests> digests) {
        PayloadSender sender = new PayloadSender(connection, payloads, digests);
        sender.next();
        return sender;
    }

    /** Completes on the event loop when the kernel has every byte, or fails with the connection or a payload. */
    CompletionStage<Void> sent() {
        return result;
    }

    /**
     * What goes out by another event loop may be with the far side before it is known here. Runs {@code then} when it is;
     * gives false, and runs nothing, if all is known.
     */
    boolean settle(Runnable then) {
        return streaming != null && streaming.settle(then);
    }

    /** Gives up; what is not sent yet is closed. */
    void cancel(IOException why) {
        if (streaming != null) {
            streaming.cancel(why);
        }
        if (paused != null) {
            paused.close();
        }
        fail(why);
    }

    /** Goes on with a payload once so many bytes of it may move; if it was given up meanwhile, only closes it. */
    private void inTurn(Payload payload, long bytes, Runnable action) {
        paused = payload;
        Pacing.inTurn(payload.pace().take(bytes), context.channel(), () -> {
            paused = null;
            if (result.isDone()) {
                payload.close();
            } else {
                action.run();
            }
        });
    }

    private void next() {
        streaming = null;
        if (result.isDone()) {
            return;
        }
        Payload payload = rest.poll();
        if (payload == null) {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(f -> finish(f.cause()));
        } else if (payload.length() == 0) {
            payload.close();
            next();
        } else {
            payload.<Runnable>fold(b -> () -> buffers(b), s -> () -> slice(s), s -> () -> stream(s))
                    .run();
        }
    }

    private void buffers(Buffers buffers) {
        if (inPieces) {
            pieces(PieceSender.Pieces.of(buffers), buffers);
        } else {
            inTurn(buffers, buffers.length(), () -> views(buffers));
        }
    }

    private void views(Buffers buffers) {
        ByteBuffer[] views = buffers.views().toArray(ByteBuffer[]::new);
        connection.bounds().moved().add(BytesMoved.Path.DIRECT, buffers.length());
        gathered(Unpooled.wrappedBuffer(views), buffers::close);
    }

    private void slice(FileSlice slice) {
        if (inPieces) {
            pieces(PieceSender.Pieces.of(slice), slice);
        } else if (slice.length() <= SMALL) {
            inTurn(
                    slice,
                    slice.length(),
                    () -> connection.bounds().budget().acquire(slice.length(), connection, () -> small(slice)));
        } else {
            region(slice, 0);
        }
    }

    private void small(FileSlice slice) {
        Runnable done = () -> {
            connection.bounds().budget().release(slice.length());
            slice.close();
        };
        if (result.isDone()) {
            done.run();
            return;
        }
        try {
            ByteBuf bytes = PieceSender.Pieces.whole(context, slice);
            connection.bounds().moved().add(BytesMoved.Path.DIRECT, slice.length());
            gathered(bytes, done);
        } catch (IOException | RuntimeException e) {
            done.run();
            context.flush(); // the head shows what is missing
            fail(e);
        }
    }

    /** Sends bytes with the head that waits, and with the end of the body if they are its last. */
    private void gathered(ByteBuf bytes, Runnable done) {
        boolean last = rest.isEmpty();
        context.writeAndFlush(last ? new DefaultLastHttpContent(bytes) : new DefaultHttpContent(bytes))
                .addListener(f -> {
                    done.run();
                    if (last) {
                        finish(f.cause());
                    } else {
                        finishOne(f.cause());
                    }
                });
    }

    private void region(FileSlice slice, long offset) {
        long count = Math.min(
                slice.length() - offset, Math.min(MAX_REGION, slice.pace().part()));
        inTurn(slice, count, () -> region(slice, offset, count));
    }

    private void region(FileSlice slice, long offset, long count) {
        connection.bounds().moved().add(BytesMoved.Path.SENDFILE, count);
        if (offset + count == slice.length()) {
            then(context.writeAndFlush(new KeptRegion(slice, offset, count)), slice);
            return;
        }
        context.writeAndFlush(new KeptRegion(slice, offset, count)).addListener(f -> {
            if (f.isSuccess() && !result.isDone()) {
                region(slice, offset + count);
            } else {
                slice.close();
                finish(f.cause());
            }
        });
    }

    private void pieces(PieceSender.Pieces pieces, Payload payload) {
        new PieceSender(connection, digested(pieces), payload, result::isDone)
                .start()
                .whenComplete((sent, failure) -> {
                    payload.close();
                    finishOne(failure);
                });
    }

    /** Each piece is fed while it is in the processor's cache. */
    private PieceSender.Pieces digested(PieceSender.Pieces pieces) {
        return digests.<PieceSender.Pieces>map(fed -> (context, offset, count) -> {
                    ByteBuf piece = pieces.piece(context, offset, count);
                    StreamSender.feed(fed, piece);
                    return piece;
                })
                .orElse(pieces);
    }

    private void stream(Streamed streamed) {
        streaming = new StreamSender(connection, streamed, digests);
        streaming.start().whenComplete((sent, failure) -> {
            streamed.close();
            finishOne(failure);
        });
    }

    private void then(ChannelFuture write, Payload payload) {
        write.addListener(f -> {
            payload.close();
            finishOne(f.cause());
        });
    }

    private void finishOne(Throwable failure) {
        if (failure == null) {
            next();
        } else {
            fail(failure);
        }
    }

    private void finish(Throwable failure) {
        if (failure == null) {
            result.complete(null);
        } else {
            fail(failure);
        }
    }

    private void fail(Throwable failure) {
        rest.forEach(Payload::close);
        rest.clear();
        result.completeExceptionally(failure);
    }
}
