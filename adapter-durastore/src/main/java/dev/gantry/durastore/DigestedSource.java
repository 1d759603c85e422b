package dev.gantry.durastore;

import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.Streamed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A stream's bytes with their checksums, computed while they pass: what a DuraStore stored is compared with them before
 * anybody sees it. Holds the stream and closes it.
 */
final class DigestedSource extends BufferedSource {

    private final Streamed stream;
    private final Digests digests;
    private final WholeMd5.Passage whole;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** {@code whole} hears of every byte too. */
    DigestedSource(Streamed stream, Set<ChecksumType> types, WholeMd5.Passage whole) {
        this.stream = stream;
        this.digests = new Digests(types);
        this.whole = whole;
    }

    /** Of all bytes, once they have passed. */
    Checksums checksums() {
        return digests.finish();
    }

    /** Why the stream itself ended early, if it did. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public Flow.Publisher<ByteBuffer> buffers() {
        return subscriber -> stream.source().buffers().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                digests.update(bytes);
                whole.update(bytes);
                subscriber.onNext(bytes);
            }

            @Override
            public void onError(Throwable why) {
                failure.set(why);
                subscriber.onError(why);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }

    @Override
    public Source origin() {
        return stream.source().origin();
    }

    @Override
    public Duration idle() {
        return stream.source().idle();
    }

    @Override
    public void close() {
        stream.close();
    }
}
