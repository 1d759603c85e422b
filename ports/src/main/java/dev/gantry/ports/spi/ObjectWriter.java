package dev.gantry.ports.spi;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Payload;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * One object being written. Ranges may be written at the same time and in any order; each is one blob of the object's
 * layout. Thread-safe. Ends with {@link #publish} or {@link #abort}; left alone it stays as it is and can be begun again.
 */
public interface ObjectWriter {

    /**
     * Writes one blob. Takes {@code payload} over and closes it. Writing a range again replaces it.
     *
     * <p>The receipt says that the store has the bytes; they are durable only after {@link #force} or {@link #publish}.
     * Completes with the payload's {@link dev.gantry.ports.payload.TruncatedException} if it ended early, with Full if
     * the store has no room, with ReadOnly if it may not be written to: the range's bytes are then undefined and nothing else is
     * touched. Rejected too if the range is no blob's or the payload announces another length.
     *
     * @param digests which checksums the receipt must hold; it may hold more
     */
    CompletionStage<Receipt> write(ByteRange range, Payload payload, Set<ChecksumType> digests);

    /**
     * Makes every range durable whose write had completed before the call. Calls that arrive together share the work.
     * After a failure this writer takes nothing more: begin again, and write again what was not forced. A store may leave
     * an object of one blob to {@link #publish}: whoever has its only blob has all of it.
     */
    CompletionStage<Void> force();

    /**
     * Makes the object visible, whole and durable, in one step, replacing the one of that name if {@link
     * WriteSpec#replace}. Publishing an id that is published already does nothing and gives the same answer.
     *
     * @param receipts one for every blob, in order of offset
     * @return the object as {@link ObjectStore#head} will give it; Conflict if the name is taken and may not be
     *     replaced, Rejected if a receipt is missing, NotFound if the bucket is gone
     */
    CompletionStage<StoredObject> publish(List<Receipt> receipts);

    /** Gives up: nothing of the object remains. Repeatable; after publish it does nothing. */
    CompletionStage<Void> abort();

    /** What a later {@link Receipt} for a range of this object would carry for the store; the engine keeps it. */
    record Part(String value) {
        /** What a store gives that needs nothing back. */
        public static final Part NONE = new Part("");
    }

    /** The evidence that the store has a blob: its checksums and whatever the store itself needs at publish. */
    record Receipt(ByteRange range, Checksums checksums, Part part) {}
}
