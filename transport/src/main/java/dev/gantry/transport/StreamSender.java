package dev.gantry.transport;

import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.TruncatedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Sends streamed bytes as they come, with one buffer asked for while less than 512 KiB wait to go out. Signals of the
 * source are copied on its thread; everything else happens on the sending connection's event loop.
 */
final class StreamSender implements Flow.Subscriber<ByteBuffer> {

    private static final long MAX_WAITING = 512 << 10;

    private final Executor loop;
    private final ChannelHandlerContext context;
    private final Streamed streamed;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private final ChannelFutureListener onClose = f -> fail(new IOException("the connection was closed"));
    private Flow.Subscription subscription;
    private long sent;
    private long waiting;
    private boolean asked;
    private boolean ended;

    StreamSender(HttpConnection connection, Streamed streamed) {
        this.loop = connection;
        this.context = connection.context();
        this.streamed = streamed;
    }

    /** Completes on the event loop of the sending connection. The streamed payload is left to the caller to close. */
    CompletionStage<Void> start() {
        context.flush();
        context.channel().closeFuture().addListener(onClose);
        streamed.source().buffers().subscribe(this);
        return result;
    }

    void cancel(IOException why) {
        fail(why);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        loop.execute(() -> {
            subscription = given;
            if (result.isDone()) {
                given.cancel();
            } else {
                ask();
            }
        });
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        ByteBuf copy = context.alloc().directBuffer(bytes.remaining()).writeBytes(bytes);
        loop.execute(() -> write(copy));
    }

    @Override
    public void onError(Throwable failure) {
        loop.execute(() -> fail(failure));
    }

    @Override
    public void onComplete() {
        loop.execute(() -> {
            ended = true;
            completeIfSent();
        });
    }

    private void write(ByteBuf bytes) {
        int count = bytes.readableBytes();
        asked = false;
        if (result.isDone() || count > streamed.length() - sent) {
            bytes.release();
            fail(new IOException("a payload brought more than the " + streamed.length() + " bytes it announced"));
            return;
        }
        sent += count;
        waiting += count;
        context.writeAndFlush(new DefaultHttpContent(bytes)).addListener(f -> written(count, f.cause()));
        ask();
    }

    private void written(int count, Throwable failure) {
        waiting -= count;
        if (failure != null) {
            fail(failure);
        } else {
            ask();
            completeIfSent();
        }
    }

    private void ask() {
        if (!asked && !ended && !result.isDone() && waiting < MAX_WAITING) {
            asked = true;
            subscription.request(1);
        }
    }

    private void completeIfSent() {
        if (ended && waiting == 0 && sent == streamed.length()) {
            finish();
            result.complete(null);
        } else if (ended && sent < streamed.length()) {
            fail(new TruncatedException(streamed.length(), sent));
        }
    }

    private void fail(Throwable why) {
        if (!result.isDone()) {
            finish();
            if (subscription != null) {
                subscription.cancel();
            }
            result.completeExceptionally(why);
        }
    }

    private void finish() {
        ended = true;
        context.channel().closeFuture().removeListener(onClose);
    }
}
