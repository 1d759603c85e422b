package dev.gantry.durastore;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The MD5 of a whole object whose blobs come one after the other; of blobs that come in another order it is not known.
 * Thread-safe.
 */
final class WholeMd5 {

    private MessageDigest digest = start();
    private long position;

    private static MessageDigest start() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** One blob's bytes on their way; of one thread at a time. */
    interface Passage {

        void update(ByteBuffer bytes);

        /** All of the blob has passed and is stored. */
        void end();
    }

    private static final Passage UNHEARD = new Passage() {
        @Override
        public void update(ByteBuffer bytes) {}

        @Override
        public void end() {}
    };

    /** A blob begins. Only the one behind the last that ended counts; one that comes again takes it all back. */
    synchronized Passage begin(ByteRange blob) {
        if (blob.offset() < position) {
            digest = start();
            position = 0;
        }
        if (blob.offset() != position) {
            return UNHEARD;
        }
        MessageDigest copy = copy(digest);
        return new Passage() {
            @Override
            public void update(ByteBuffer bytes) {
                copy.update(bytes.duplicate());
            }

            @Override
            public void end() {
                take(blob, copy);
            }
        };
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's MD5 can be copied", e);
        }
    }

    private synchronized void take(ByteRange blob, MessageDigest further) {
        if (blob.offset() == position) {
            digest = further;
            position = blob.end();
        }
    }

    /** That of an object of {@code length} bytes, if every blob of it came in its turn. */
    synchronized Optional<Checksum> of(long length) {
        return position == length
                ? Optional.of(new Checksum(ChecksumType.MD5, copy(digest).digest()))
                : Optional.empty();
    }
}
