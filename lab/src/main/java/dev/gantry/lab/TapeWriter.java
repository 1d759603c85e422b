package dev.gantry.lab;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.StoredObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Writes to the inner store; once an object is published it is in the cache and waits for a drive. If the process dies
 * between the two, the library takes the object in when it is next asked for.
 */
record TapeWriter(ObjectWriter inner, LibraryDesk desk) implements ObjectWriter {

    @Override
    public CompletionStage<Receipt> write(ByteRange range, Payload payload, Set<ChecksumType> digests) {
        return inner.write(range, payload, digests);
    }

    @Override
    public CompletionStage<Void> force() {
        return inner.force();
    }

    @Override
    public CompletionStage<StoredObject> publish(List<Receipt> receipts) {
        return inner.publish(receipts)
                .thenCompose(
                        object -> desk.act((library, happen) -> desk.take(library, object, happen), library -> object));
    }

    @Override
    public CompletionStage<Void> abort() {
        return inner.abort();
    }
}
