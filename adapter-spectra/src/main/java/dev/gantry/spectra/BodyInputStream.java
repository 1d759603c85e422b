package dev.gantry.spectra;

import dev.gantry.ports.payload.Streamed;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** A body as a stream that waits for its bytes, one buffer at a time. Closing it leaves the body to its holder. */
final class BodyInputStream extends InputStream {

    private final Streamed body;
    private Flow.Subscription subscription;
    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean ended;
    private Throwable problem;

    BodyInputStream(Streamed body) {
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public synchronized int read(byte[] buffer, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!current.hasRemaining() && !await()) {
            return -1;
        }
        int n = Math.min(length, current.remaining());
        current.get(buffer, from, n);
        return n;
    }

    private boolean await() throws IOException {
        ask();
        while (!current.hasRemaining() && !ended) {
            pause();
        }
        if (!current.hasRemaining() && problem != null) {
            throw problem instanceof IOException e ? e : new IOException(problem);
        }
        return current.hasRemaining();
    }

    private void ask() {
        if (subscription == null && !ended) {
            body.source().buffers().subscribe(new Receiver());
        } else if (!ended) {
            subscription.request(1);
        }
    }

    private void pause() throws InterruptedIOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the body");
        }
    }

    private synchronized void begin(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    private synchronized void deliver(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            current = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            notifyAll();
        } else {
            subscription.request(1);
        }
    }

    private synchronized void end(Throwable cause) {
        ended = true;
        problem = cause;
        notifyAll();
    }

    /** Copies each buffer, since it is valid only while it is handed over. */
    private final class Receiver implements Flow.Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Flow.Subscription given) {
            begin(given);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            deliver(bytes);
        }

        @Override
        public void onError(Throwable cause) {
            end(cause);
        }

        @Override
        public void onComplete() {
            end(null);
        }
    }
}
