package dev.gantry.s3;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.zip.CRC32C;

/** Bytes whose CRC32C is known beforehand: their last ones are given out only if it is right. */
final class CheckedSource implements Source {

    private final Streamed body;
    private final Checksum expected;
    private final String what;

    /** Takes over {@code body}, whose length is known; {@code what} names it in failures. */
    CheckedSource(Streamed body, Checksum expected, String what) {
        this.body = body;
        this.expected = expected;
        this.what = what;
    }

    @Override
    public Flow.Publisher<ByteBuffer> buffers() {
        return subscriber -> body.source().buffers().subscribe(new Checking(subscriber));
    }

    @Override
    public CompletionStage<Written> writeTo(FileRange range, Set<ChecksumType> digests) {
        Set<ChecksumType> types = EnumSet.of(ChecksumType.CRC32C);
        types.addAll(digests);
        return body.source().writeTo(range, types).thenApply(written -> {
            if (!written.checksums().find(ChecksumType.CRC32C).equals(Optional.of(expected))) {
                throw new CompletionException(wrong());
            }
            return written;
        });
    }

    private IOException wrong() {
        return new IOException("the bytes of " + what + " came with another CRC32C than S3 has of them");
    }

    @Override
    public Source origin() {
        return body.source().origin();
    }

    @Override
    public Duration idle() {
        return body.source().idle();
    }

    @Override
    public void close() {
        body.close();
    }

    private final class Checking implements Flow.Subscriber<ByteBuffer> {

        private final Flow.Subscriber<? super ByteBuffer> reader;
        private final CRC32C crc = new CRC32C();
        private Flow.Subscription subscription;
        private long left = body.length();
        private boolean failed;

        Checking(Flow.Subscriber<? super ByteBuffer> reader) {
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            reader.onSubscribe(given);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            left -= bytes.remaining();
            crc.update(bytes.duplicate());
            if (left == 0 && (int) crc.getValue() != Crc32c.value(expected)) {
                fail(wrong());
                subscription.cancel();
            } else {
                reader.onNext(bytes);
            }
        }

        private void fail(Throwable why) {
            if (!failed) {
                failed = true;
                reader.onError(why);
            }
        }

        @Override
        public void onError(Throwable failure) {
            fail(failure);
        }

        @Override
        public void onComplete() {
            if (!failed) {
                reader.onComplete();
            }
        }
    }
}
