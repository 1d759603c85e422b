package dev.gantry.s3;

import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.payload.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * A blob on its way to S3: digested and framed in passing, one buffer at a time, as fast as both sides go. Its end is held
 * back until it is {@link #release released}; until then the service keeps nothing of it. Thread-safe.
 */
final class UploadBody implements Source, Flow.Subscriber<ByteBuffer>, Flow.Subscription {

    private final Payload payload;
    private final Source bytes;
    private final long length;
    private final Framing framing;
    private final Digests digests;
    private final CompletableFuture<Checksums> received = new CompletableFuture<>();

    private Optional<Flow.Subscriber<? super ByteBuffer>> reader = Optional.empty(); // guarded by this, as is all below
    private Optional<Flow.Subscription> upstream = Optional.empty();
    private Optional<Throwable> broken = Optional.empty();
    private long demand;
    private long arrived;
    private long passedOn;
    private OptionalInt crc = OptionalInt.empty();
    private boolean asked;
    private boolean counted;
    private boolean released;
    private boolean over;

    /**
     * Takes over {@code payload}, of which {@code length} bytes are sent, at least one.
     *
     * @param types which checksums are computed beside the CRC32C
     * @param blocking reads payloads that are files
     */
    UploadBody(Payload payload, long length, Framing framing, Set<ChecksumType> types, Executor blocking) {
        this.payload = payload;
        this.bytes = PieceSource.of(payload, blocking);
        this.length = length;
        this.framing = framing;
        Set<ChecksumType> all = EnumSet.of(ChecksumType.CRC32C);
        all.addAll(types);
        this.digests = new Digests(all);
    }

    /** Completes when every byte has come and was passed on, with the checksums; fails as the payload does. */
    CompletionStage<Checksums> received() {
        return received;
    }

    /** Why the payload gave no more, if it did not. */
    synchronized Optional<Throwable> broken() {
        return broken;
    }

    /** Lets the end go out, now or when it is there. */
    void release() {
        synchronized (this) {
            released = true;
        }
        advance();
    }

    /** Gives up: the connection is cut, and the service keeps nothing. After the end went out it does nothing. */
    void abort() {
        end(new IOException("the upload was given up"));
    }

    // ---- towards the connection to S3

    @Override
    public Flow.Publisher<ByteBuffer> buffers() {
        return subscriber -> {
            boolean late;
            synchronized (this) {
                late = over;
                reader = Optional.of(subscriber);
            }
            subscriber.onSubscribe(this);
            if (late) {
                subscriber.onError(new IOException("the upload was given up"));
            } else {
                bytes.buffers().subscribe(this);
            }
        };
    }

    @Override
    public CompletionStage<Written> writeTo(FileRange range, Set<ChecksumType> types) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("a body for S3 is sent, not written"));
    }

    @Override
    public Source origin() {
        return bytes.origin();
    }

    @Override
    public Duration idle() {
        return bytes.idle();
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
        }
        advance();
    }

    @Override
    public void cancel() {
        end(new IOException("the upload was cut off"));
    }

    @Override
    public void close() {
        end(new IOException("the upload was cut off"));
        payload.close();
    }

    // ---- from the payload

    @Override
    public void onSubscribe(Flow.Subscription given) {
        synchronized (this) {
            upstream = Optional.of(given);
        }
        advance();
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        int count = buffer.remaining();
        boolean tooMany;
        synchronized (this) {
            arrived += count;
            tooMany = arrived > length;
        }
        if (tooMany) {
            fail(new IOException("a payload brought more than the " + length + " bytes it announced"));
            return;
        }
        digests.update(buffer);
        pass(framing.frame(buffer));
        synchronized (this) {
            passedOn += count;
            asked = false;
        }
        advance();
    }

    private void pass(ByteBuffer framed) {
        Optional<Flow.Subscriber<? super ByteBuffer>> to;
        synchronized (this) {
            to = over || !framed.hasRemaining() ? Optional.empty() : reader;
            demand -= to.isPresent() ? 1 : 0;
        }
        to.ifPresent(subscriber -> subscriber.onNext(framed));
    }

    @Override
    public void onError(Throwable failure) {
        fail(failure);
    }

    @Override
    public void onComplete() {
        long got;
        synchronized (this) {
            got = arrived;
        }
        if (got < length) {
            fail(new TruncatedException(length, got));
        }
    }

    // ---- both

    /** Does what can be done next: ask for bytes, tell that all are here, or let the end go out. */
    private void advance() {
        boolean ask;
        boolean count;
        boolean finish;
        synchronized (this) {
            boolean whole = passedOn == length;
            ask = !whole && demand > 0 && !asked && !over && upstream.isPresent();
            count = whole && !counted;
            finish = crc.isPresent() && released && demand > 0 && !over;
            asked |= ask;
            counted |= count;
            over |= finish;
        }
        if (ask) {
            upstream.orElseThrow().request(1);
        } else if (count) {
            count();
        } else if (finish) {
            reader.orElseThrow().onNext(framing.tail(crc.getAsInt()));
            reader.orElseThrow().onComplete();
        }
    }

    /** All bytes are here. */
    private void count() {
        Checksums checksums = digests.finish();
        payload.close();
        synchronized (this) {
            crc = OptionalInt.of(
                    checksums.find(ChecksumType.CRC32C).map(Crc32c::value).orElseThrow());
        }
        received.complete(checksums);
        advance();
    }

    private void fail(Throwable failure) {
        synchronized (this) {
            if (passedOn == length) {
                return; // it had all it needs
            }
            broken = Optional.of(failure);
        }
        end(failure);
    }

    private void end(Throwable why) {
        Optional<Flow.Subscriber<? super ByteBuffer>> to;
        Optional<Flow.Subscription> from;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            to = reader;
            from = upstream;
        }
        from.ifPresent(Flow.Subscription::cancel);
        payload.close();
        received.completeExceptionally(why);
        to.ifPresent(subscriber -> subscriber.onError(why));
    }
}
