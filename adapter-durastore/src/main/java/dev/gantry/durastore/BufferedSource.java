package dev.gantry.durastore;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A source that has its bytes by buffers only: they are written to a file as they come. */
abstract class BufferedSource implements Source {

    @Override
    public final CompletionStage<Written> writeTo(FileRange range, Set<ChecksumType> digests) {
        FileWriting writing = new FileWriting(range, new Digests(digests));
        buffers().subscribe(writing);
        return writing.result;
    }

    /** Writes into the page cache, which is no wait. */
    private static final class FileWriting implements Flow.Subscriber<ByteBuffer> {

        private final FileRange range;
        private final Digests digests;
        private final CompletableFuture<Written> result = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private long done;

        FileWriting(FileRange range, Digests digests) {
            this.range = range;
            this.digests = digests;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            try {
                write(bytes);
                subscription.request(1);
            } catch (IOException e) {
                subscription.cancel();
                result.completeExceptionally(e);
            }
        }

        private void write(ByteBuffer bytes) throws IOException {
            if (bytes.remaining() > range.length() - done) {
                throw new IOException("more bytes came than the " + range.length() + " that were announced");
            }
            digests.update(bytes);
            while (bytes.hasRemaining()) {
                done += range.channel().write(bytes, range.position() + done);
            }
        }

        @Override
        public void onError(Throwable failure) {
            result.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            result.complete(new Written(done, digests.finish()));
        }
    }
}
