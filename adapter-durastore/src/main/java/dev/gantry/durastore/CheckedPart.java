package dev.gantry.durastore;

import dev.gantry.domain.ChecksumType;
import dev.gantry.durastore.PartsManifest.Part;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.Pace;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.Streamed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;

/**
 * A whole part on its way. Its last bytes are passed on only if all of it has the MD5 that the manifest names, so that a
 * part whose bytes went bad where they lie ends short. Holds the stream and closes it.
 */
final class CheckedPart extends BufferedSource {

    private final Streamed stream;
    private final RemoteAddress at;
    private final Part part;

    CheckedPart(Streamed stream, RemoteAddress at, Part part) {
        this.stream = stream;
        this.at = at;
        this.part = part;
    }

    @Override
    public Flow.Publisher<ByteBuffer> buffers() {
        return subscriber -> stream.source().buffers().subscribe(new Checking(subscriber));
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
    public void pace(Pace pace) {
        stream.source().pace(pace);
    }

    @Override
    public void close() {
        stream.close();
    }

    /** Signals arrive one after the other. */
    private final class Checking implements Flow.Subscriber<ByteBuffer> {

        private final Flow.Subscriber<? super ByteBuffer> reader;
        private final Digests digests = new Digests(Set.of(ChecksumType.MD5));
        private Flow.Subscription upstream;
        private long passed;
        private boolean refused;

        Checking(Flow.Subscriber<? super ByteBuffer> reader) {
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            upstream = given;
            reader.onSubscribe(given);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            if (refused) {
                return;
            }
            passed += bytes.remaining();
            digests.update(bytes);
            if (passed >= part.length() && !isTheManifests()) {
                refuse();
            } else {
                reader.onNext(bytes);
            }
        }

        private boolean isTheManifests() {
            return digests.finish().find(ChecksumType.MD5).equals(Optional.of(part.md5()));
        }

        private void refuse() {
            refused = true;
            upstream.cancel();
            reader.onError(
                    new IOException("the bytes of the part " + at + " have not the MD5 that its manifest names"));
        }

        @Override
        public void onError(Throwable failure) {
            if (!refused) {
                reader.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!refused) {
                reader.onComplete();
            }
        }
    }
}
