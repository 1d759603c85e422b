package dev.gantry.transport;

import dev.gantry.ports.payload.Streamed;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * A body as a stream, for one thread that may block; never on an event loop. At most two received buffers (of up to 1
 * MiB) are held. Closing the stream closes the body.
 */
public final class BlockingBody extends InputStream {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Streamed body;
    private final long maxBytes;
    private final Duration idleTimeout;
    private ByteBuffer current = NOTHING; // of the reading thread, as is taken
    private long taken;

    private final Inbox inbox = new Inbox();
    private boolean subscribed;

    /**
     * Takes over {@code body} and reads it.
     *
     * @param maxBytes a read fails with {@link BodyTooLargeException} once the body is known to have more bytes
     * @param idleTimeout a read fails with {@link SocketTimeoutException} if no byte comes for so long
     */
    public BlockingBody(Streamed body, long maxBytes, Duration idleTimeout) {
        this.body = body;
        this.maxBytes = maxBytes;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, into.length);
        if (count == 0) {
            return 0;
        }
        if (!current.hasRemaining()) {
            current = await();
        }
        if (!current.hasRemaining()) {
            return -1;
        }
        int part = Math.min(count, current.remaining());
        current.get(into, offset, part);
        return part;
    }

    @Override
    public int available() {
        return current.remaining();
    }

    @Override
    public void close() {
        body.close();
    }

    /** The next bytes; none at the end. */
    private ByteBuffer await() throws IOException {
        refuseAbove(body.length());
        if (!subscribed) {
            subscribed = true;
            body.source().buffers().subscribe(inbox);
        }
        ByteBuffer next = inbox.take(idleTimeout);
        taken += next.remaining();
        refuseAbove(taken);
        return next;
    }

    private void refuseAbove(long bytes) throws BodyTooLargeException {
        if (bytes > maxBytes) {
            throw new BodyTooLargeException(maxBytes);
        }
    }

    /** Where the body's thread leaves one buffer for the reading thread. */
    private static final class Inbox implements Flow.Subscriber<ByteBuffer> {

        private Flow.Subscription subscription; // guarded by this, as is all below
        private ByteBuffer arrived;
        private boolean ended;
        private Throwable failure;

        synchronized ByteBuffer take(Duration idleTimeout) throws IOException {
            await(idleTimeout);
            if (arrived != null) {
                ByteBuffer next = arrived;
                arrived = null;
                subscription.request(1);
                return next;
            }
            if (failure != null) {
                throw new IOException("the body could not be read to its end: " + failure.getMessage(), failure);
            }
            return NOTHING;
        }

        private void await(Duration idleTimeout) throws IOException {
            long deadline = System.nanoTime() + idleTimeout.toNanos();
            while (arrived == null && !ended) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new SocketTimeoutException("no byte of the body came for " + idleTimeout.toMillis() + " ms");
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted while a body was read");
                }
            }
        }

        @Override
        public synchronized void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public synchronized void onNext(ByteBuffer bytes) {
            arrived = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            notifyAll();
        }

        @Override
        public synchronized void onError(Throwable why) {
            failure = why;
            ended = true;
            notifyAll();
        }

        @Override
        public synchronized void onComplete() {
            ended = true;
            notifyAll();
        }
    }
}
