package dev.gantry.ports.api;

import dev.gantry.domain.Blob;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.payload.Payload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Moves data: one blob a call. */
public interface Blobs {

    /**
     * Takes one blob in. Takes the upload's payload over and closes it whatever the outcome; reads nothing of it before
     * the blob may be received. When the stage completes the blob is durable with its evidence, and if it made its
     * object whole, the object is visible.
     *
     * <p>A blob received before is compared: the same bytes are harmless, others are a CONFLICT. Fails with
     * NO_SUCH_JOB, NO_SUCH_BLOB, GONE, WRONG_LENGTH, CHECKSUM_MISMATCH, STORE_FULL, STORE_READ_ONLY, UNAVAILABLE;
     * whatever was visible before stays so.
     */
    CompletionStage<Received> put(Upload upload);

    /**
     * Gives one blob out, or ranges of it. The read holds the payload: close it.
     *
     * <p>Fails with NO_SUCH_OBJECT, NO_SUCH_JOB, NO_SUCH_BLOB, GONE, RANGE_NOT_SATISFIABLE, UNAVAILABLE.
     */
    CompletionStage<Read> get(Download download);

    /**
     * Which blob. Without a job it is that of a job of the user that lets itself be found ({@link
     * dev.gantry.domain.JobOption#IMPLICIT_RESOLUTION}), else the whole object, as one request of its own; without an
     * offset in a job it is the object's first blob.
     */
    record Address(ObjectKey key, Optional<JobId> job, OptionalLong offset) {}

    /**
     * A blob to be stored.
     *
     * @param expected what the client says of the bytes; each is checked and kept
     * @param wanted checksums to be computed and kept besides, whatever the blob's size
     */
    record Upload(Address address, Metadata metadata, Checksums expected, Set<ChecksumType> wanted, Payload payload) {

        public Upload {
            wanted = Set.copyOf(wanted);
        }

        /** A blob of which no further checksum is wanted. */
        public Upload(Address address, Metadata metadata, Checksums expected, Payload payload) {
            this(address, metadata, expected, Set.of(), payload);
        }
    }

    /** What was stored. {@code answer} is the checksum for the client: of the type it sent, else MD5, else CRC32C. */
    record Received(Blob blob, Checksums checksums, Checksum answer) {}

    /**
     * A blob to be read.
     *
     * @param ranges positions in the whole object, in bytes; none asks for the whole blob
     */
    record Download(Address address, List<ByteRange> ranges) {}

    /** Bytes given out. Whoever holds it closes it; closed before {@link #delivered} it counts as not read. */
    interface Read extends AutoCloseable {

        /** The object that the bytes belong to. */
        Objects.ObjectInfo object();

        /** The blob that the bytes belong to; of a read without a job, the object as a whole. */
        ByteRange blob();

        /** What is given out, in this order, as positions in the object. */
        List<ByteRange> ranges();

        /** The checksum of the whole blob, if one is kept: MD5 before {@link ChecksumType#CRC32C} before any other. */
        Optional<Checksum> checksum();

        /**
         * The bytes, one payload a range, in order; each is read to its end before the next is begun. They are the holder's
         * to close by {@link #close}.
         */
        List<Payload> payloads();

        /** Every byte has been acknowledged by the far side: evidence. Repeatable; after close it does nothing. */
        CompletionStage<Void> delivered();

        @Override
        void close();
    }
}
