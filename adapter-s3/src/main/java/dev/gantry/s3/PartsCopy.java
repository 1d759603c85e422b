package dev.gantry.s3;

import dev.gantry.domain.ByteRange;
import dev.gantry.ports.spi.CopyWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** An object of several blobs: each is copied as one part of a multipart upload. */
record PartsCopy(WriteSpec target, CopySource source, PartsWriter parts, S3Account account) implements CopyWriter {

    @Override
    public CompletionStage<Receipt> copy(ByteRange range) {
        return parts.copy(source, range);
    }

    /** The source in its state still: then all parts are of it, whatever a service thinks of conditions. */
    @Override
    public CompletionStage<StoredObject> publish(List<Receipt> receipts) {
        return source.look(account)
                .handle((same, gone) -> gone == null
                        ? parts.publish(receipts)
                        : new Publications(account).unless(target, Failures.unwrap(gone)))
                .thenCompose(stage -> stage);
    }

    @Override
    public CompletionStage<Void> abort() {
        return parts.abort();
    }
}
