package dev.gantry.ports.spi;

import dev.gantry.domain.ByteRange;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One object that its store makes of another one's bytes. Blobs may be copied at the same time and in any order.
 * Thread-safe. Ends with {@link #publish} or {@link #abort}.
 */
public interface CopyWriter {

    /**
     * Has one blob copied. Copying a range again does no harm. Completes with NotFound if the source is in the state no
     * more, which {@link #publish} tells at the latest, with Conflict if its bytes are not online, with Rejected if the
     * range is no blob's.
     *
     * @return what {@link #publish} needs, with the checksums that the store tells of these bytes, which may be none
     */
    CompletionStage<Receipt> copy(ByteRange range);

    /**
     * Makes the object visible as {@link ObjectWriter#publish} does, in place of the one of its name if {@link
     * WriteSpec#replace}, the source itself too. Publishing again gives the same answer. Completes with NotFound if the
     * source is in the state no more, even where all bytes were copied before; what was visible stays so then.
     *
     * @param receipts one for every blob, in order of offset
     */
    CompletionStage<StoredObject> publish(List<Receipt> receipts);

    /** Gives up: nothing of the object remains. Repeatable; after publish it does nothing. */
    CompletionStage<Void> abort();
}
