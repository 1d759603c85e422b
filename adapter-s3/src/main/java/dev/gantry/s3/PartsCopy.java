package dev.gantry.s3;

import dev.gantry.domain.ByteRange;
import dev.gantry.ports.spi.CopyWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.StoredObject;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** An object of several blobs: each is copied as one part of a multipart upload. */
record PartsCopy(CopySource source, PartsWriter parts) implements CopyWriter {

    @Override
    public CompletionStage<Receipt> copy(ByteRange range) {
        return parts.copy(source, range);
    }

    @Override
    public CompletionStage<StoredObject> publish(List<Receipt> receipts) {
        return parts.publish(receipts);
    }

    @Override
    public CompletionStage<Void> abort() {
        return parts.abort();
    }
}
