package dev.gantry.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The body of a document as a stream for one document thread. A write blocks while 256 KiB wait to go out, and fails
 * once the connection has ended.
 */
final class DocumentStream extends OutputStream {

    private static final int BUFFER_BYTES = 32 << 10;
    private static final int MAX_WAITING = 256 << 10;

    private final Executor loop;
    private final ChannelHandlerContext context;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private final ChannelFutureListener onClose = f -> wake(new IOException("the far side is gone"));
    private ByteBuf buffer;

    private int waiting; // guarded by this, as is failure
    private IOException failure;

    DocumentStream(HttpConnection connection) {
        this.loop = connection;
        this.context = connection.context();
        context.channel().closeFuture().addListener(onClose);
    }

    /** Completes on the event loop when the whole document was written, fails if the connection ended before. */
    CompletionStage<Void> sent() {
        return result;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        int from = offset;
        while (from < offset + count) {
            if (buffer == null) {
                buffer = context.alloc().directBuffer(BUFFER_BYTES, BUFFER_BYTES);
            }
            int part = Math.min(offset + count - from, buffer.writableBytes());
            buffer.writeBytes(bytes, from, part);
            from += part;
            if (!buffer.isWritable()) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        ByteBuf full = buffer;
        buffer = null;
        if (full == null) {
            return;
        }
        int count = full.readableBytes();
        try {
            reserve(count);
        } catch (IOException e) {
            full.release();
            throw e;
        }
        context.writeAndFlush(new DefaultHttpContent(full)).addListener(f -> written(count, f.cause()));
    }

    /** Runs {@code writer} on the calling document thread and ends the document, in order only if it did not fail. */
    void write(Reply.DocumentWriter writer) {
        try {
            writer.writeTo(this);
            finish();
        } catch (IOException | RuntimeException e) {
            abandon(e);
        }
    }

    private void finish() throws IOException {
        flush();
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener((ChannelFuture f) -> complete(f.cause()));
    }

    /** Gives the document up: it never ends in order. */
    void abandon(Throwable why) {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
        loop.execute(() -> complete(why));
    }

    private void complete(Throwable why) {
        context.channel().closeFuture().removeListener(onClose);
        if (why == null) {
            result.complete(null);
        } else {
            result.completeExceptionally(why);
        }
    }

    private synchronized void reserve(int count) throws IOException {
        while (failure == null && waiting > 0 && waiting + count > MAX_WAITING) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the document's thread was interrupted");
            }
        }
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        waiting += count;
    }

    private synchronized void written(int count, Throwable why) {
        waiting -= count;
        if (why != null) {
            wake(new IOException("the far side is gone", why));
        }
        notifyAll();
    }

    private synchronized void wake(IOException why) {
        failure = why;
        notifyAll();
    }
}
