package dev.gantry.durastore;

import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.Streamed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * Streams one after the other as one. The first is open; each further one is opened when the one before it has ended, so
 * that a slow reader holds one connection. Holds what is open, and closes it.
 */
final class JoinedSource extends BufferedSource {

    private final Queue<Supplier<CompletionStage<Streamed>>> rest;
    private Streamed current; // guarded by this
    private boolean closed; // guarded by this

    JoinedSource(Streamed first, List<Supplier<CompletionStage<Streamed>>> rest) {
        this.current = first;
        this.rest = new ArrayDeque<>(rest);
    }

    @Override
    public Flow.Publisher<ByteBuffer> buffers() {
        return subscriber -> {
            Joining joining = new Joining(subscriber);
            subscriber.onSubscribe(joining);
            joining.read(source());
        };
    }

    private synchronized Source source() {
        return current.source();
    }

    /** Makes {@code next} the open one; false if nobody wants it any more. */
    private synchronized boolean goOn(Streamed next) {
        current.close();
        if (closed) {
            next.close();
            return false;
        }
        current = next;
        return true;
    }

    @Override
    public Duration idle() {
        return source().idle();
    }

    @Override
    public synchronized void close() {
        closed = true;
        current.close();
    }

    /** One reader, whose demand goes to whichever stream is open. */
    private final class Joining implements Flow.Subscription, Flow.Subscriber<ByteBuffer> {

        private final Flow.Subscriber<? super ByteBuffer> reader;
        private Flow.Subscription upstream; // guarded by this, as is all below
        private long wanted;
        private boolean canceled;

        Joining(Flow.Subscriber<? super ByteBuffer> reader) {
            this.reader = reader;
        }

        void read(Source source) {
            source.buffers().subscribe(this);
        }

        @Override
        public void request(long count) {
            Flow.Subscription open;
            synchronized (this) {
                wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
                open = upstream;
            }
            if (open != null) {
                open.request(count);
            }
        }

        @Override
        public void cancel() {
            synchronized (this) {
                canceled = true;
            }
            close();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            long owed;
            synchronized (this) {
                upstream = given;
                owed = wanted;
            }
            if (owed > 0) {
                given.request(owed);
            }
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            synchronized (this) {
                wanted -= wanted == Long.MAX_VALUE ? 0 : 1;
            }
            reader.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            reader.onError(failure);
        }

        @Override
        public void onComplete() {
            synchronized (this) {
                upstream = null;
                if (canceled) {
                    return;
                }
            }
            Supplier<CompletionStage<Streamed>> next = rest.poll();
            if (next == null) {
                reader.onComplete();
            } else {
                next.get().whenComplete(this::opened);
            }
        }

        private void opened(Streamed next, Throwable failure) {
            if (failure != null) {
                reader.onError(new IOException("the next part cannot be read: " + failure.getMessage(), failure));
            } else if (goOn(next)) {
                read(next.source());
            }
        }
    }
}
