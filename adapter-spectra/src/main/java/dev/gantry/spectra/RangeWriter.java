package dev.gantry.spectra;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Writes what comes into a range of a file, and computes its checksums. */
final class RangeWriter implements Flow.Subscriber<ByteBuffer> {

    private final FileRange range;
    private final Digests digests;
    private final CompletableFuture<Written> result;
    private Flow.Subscription subscription;
    private long written;

    RangeWriter(FileRange range, Set<ChecksumType> digests, CompletableFuture<Written> result) {
        this.range = range;
        this.digests = new Digests(digests);
        this.result = result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        try {
            digests.update(bytes);
            while (bytes.hasRemaining()) {
                written += range.channel().write(bytes, range.position() + written);
            }
            subscription.request(1);
        } catch (IOException e) {
            subscription.cancel();
            result.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        result.complete(new Written(written, digests.finish()));
    }
}
