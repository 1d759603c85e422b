package dev.gantry.s3;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.WriteSpec;
import java.util.List;
import java.util.stream.IntStream;

/** Refuses what is no blob of an object, and what is not all of it. */
final class BlobShape {

    private BlobShape() {}

    /** Rejected unless the range is one of the object's blobs and the payload does not announce another length. */
    static void require(WriteSpec spec, ByteRange range, Payload payload) {
        requireBlob(spec, range);
        if (payload.length() != range.length() && payload.length() != Streamed.UNKNOWN) {
            throw new ProviderException.Rejected(
                    "a blob of " + range.length() + " bytes cannot be written from " + payload.length(), null);
        }
    }

    /** Rejected unless the range is one of the object's blobs. */
    static void requireBlob(WriteSpec spec, ByteRange range) {
        BlobLayout layout = spec.layout();
        if (!layout.range(layout.indexOf(range.offset())).equals(range)) {
            throw new ProviderException.Rejected(range + " is no blob of " + spec.key(), null);
        }
    }

    /** Rejected unless there is a receipt for every blob, in order. */
    static void requireAll(WriteSpec spec, List<Receipt> receipts) {
        BlobLayout layout = spec.layout();
        boolean all = receipts.size() == layout.count()
                && IntStream.range(0, receipts.size())
                        .allMatch(i -> receipts.get(i).range().equals(layout.range(i)));
        if (!all) {
            throw new ProviderException.Rejected(
                    "the " + receipts.size() + " receipts are not those of the " + layout.count() + " blobs of "
                            + spec.key(),
                    null);
        }
    }
}
